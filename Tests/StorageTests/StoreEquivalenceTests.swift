import Accounting
import AddressPool
import Storage
import StorageSQLite
import Testing
import Timebase

/// The SQLite store against the reference, over random worlds: whatever was written, in whatever steps it was folded,
/// all reports are equal.
struct StoreEquivalenceTests {
  @Test(arguments: UInt64(1)...8)
  func storesTellTheSame(seed: UInt64) throws {
    var random = RandomEntries(seed: seed)
    let reference = MemoryStore()
    let fixture = try StoreFixture.sqlite()
    var step = 0
    for _ in 0..<60 {
      let entries = try (0..<(1 + random.number(12))).map { _ in
        step += 1
        return try random.worldEntry(step: step)
      }
      try reference.append(entries)
      try fixture.store.append(entries)
      switch random.number(6) {
      case 0, 1: _ = try fixture.store.fold(limit: 1 + random.number(40))
      case 2: #expect(try leases(fixture.store) == leases(reference), "seed \(seed)")
      case 3: try fixture.reopen()
      default: break
      }
    }
    let store = fixture.store
    #expect(try leases(store) == leases(reference), "seed \(seed)")
    #expect(try store.leases() == reference.leases(), "seed \(seed)")
    #expect(try store.sessions(SessionFilter()) == reference.sessions(SessionFilter()), "seed \(seed)")
    #expect(
      try store.postAuthentications(limit: 1000) == reference.postAuthentications(limit: 1000), "seed \(seed)")
    #expect(try store.auditLedger() == reference.auditLedger(), "seed \(seed)")
    #expect(try store.holdings(HoldingFilter()) == reference.holdings(HoldingFilter()), "seed \(seed)")
    try expectEqualRollups(store, reference, seed)
    #expect(try store.tallies(sinceDay: 0) == reference.tallies(sinceDay: 0), "seed \(seed)")
    for number: UInt32 in 0..<12 {
      let address = Samples.address(number)
      #expect(try store.history(of: address) == reference.history(of: address), "seed \(seed)")
    }
  }

  private func expectEqualRollups(_ store: any Store, _ reference: any Store, _ seed: UInt64) throws {
    for table in Rollup.Table.allCases {
      for keepsAll in [true, false] {
        var query = RollupQuery(table)
        (query.keepsTime, query.keepsNAS, query.keepsPool) = (keepsAll, true, keepsAll)
        query.keepsName = keepsAll && table.keepsName
        #expect(try store.rollups(query) == reference.rollups(query), "seed \(seed), \(table)")
      }
    }
    let sessions = try store.sessions(SessionFilter())
    try RollupReference(sessions).expect(of: store, "seed \(seed)")
  }

  /// In a world without rules, a lease's number comes again on other addresses, and what is past has no meaning.
  private func leases(_ store: any Store) throws -> RecoveredState {
    var state = try store.recover()
    state.past = []
    return state
  }

  /// What is past, wherever the fold stands.
  @Test(arguments: UInt64(1)...8)
  func whatIsPastIsTheSameHoweverItIsFolded(seed: UInt64) throws {
    var random = RandomEntries(seed: seed)
    let reference = MemoryStore()
    let fixture = try StoreFixture.sqlite()
    var open: [UInt32: [JournalEntry]] = [:]
    for id: UInt64 in 1...80 {
      let idle = (UInt32(0)..<6).filter { open[$0] == nil }
      let number = idle[random.number(idle.count)]
      open[number] = try Samples.story(number, id: id)
      // Up to three stories at once, their steps in any order.
      while open.count > 3 || id == 80 && !open.isEmpty {
        let keys = open.keys.sorted()
        let index = keys[random.number(keys.count)]
        var rest = try #require(open[index])
        let entries = [rest.removeFirst()]
        open[index] = rest.isEmpty ? nil : rest
        try reference.append(entries)
        try fixture.store.append(entries)
      }
      if random.number(4) == 0 { _ = try fixture.store.fold(limit: 1 + random.number(40)) }
      if random.number(8) == 0 { _ = try reference.fold(limit: 1 + random.number(40)) }
      if random.number(8) == 0 { try fixture.reopen() }
      #expect(try fixture.store.recover() == reference.recover(), "seed \(seed)")
    }
  }
}
