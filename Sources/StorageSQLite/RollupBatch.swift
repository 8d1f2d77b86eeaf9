import Accounting
import Storage

/// The rollups of one batch of the fold: added up in memory, and written at its end, each row once.
struct RollupBatch {
  private var sums: [RollupSlot: Rollup.Counts] = [:]
  /// Of each user, how many sessions more began.
  private var users: [UserSlotRow: [Int64: Int64]] = [:]

  mutating func add(_ rollup: Rollup, _ names: NameCache) throws(StoreError) {
    let slot = try RollupSlot(rollup.key, names)
    if slot.table == .userslot {
      users[UserSlotRow(slot), default: [:]][slot.name, default: 0] &+= rollup.counts[0]
    } else {
      sums[slot, default: .zero] &+= rollup.counts
    }
  }

  mutating func removeAll() {
    sums.removeAll(keepingCapacity: true)
    users.removeAll(keepingCapacity: true)
  }

  func write(_ statements: DerivedStatements) throws(StoreError) {
    for slot in sums.keys.sorted() {
      guard let counts = sums[slot], counts != .zero, let statement = statements.addRollup[slot.table]
      else { continue }
      RollupRow.bind(slot, counts, to: statement)
      try statement.run()
    }
    for row in users.keys.sorted() {
      let changes = (users[row] ?? [:]).filter { $0.value != 0 }
      if !changes.isEmpty { try write(row, changes, statements) }
    }
  }

  private func write(_ row: UserSlotRow, _ changes: [Int64: Int64], _ statements: DerivedStatements) throws(StoreError)
  {
    let select = statements.selectUserSlot
    row.bind(to: select)
    var list = UserList()
    try select.forEachRow { list = UserList(decoding: select.memory(0)) }
    list.add(changes.map { ($0.key, $0.value) })
    row.bind(to: statements.putUserSlot)
    statements.putUserSlot.bind(5, list.octets)
    try statements.putUserSlot.run()
  }
}
