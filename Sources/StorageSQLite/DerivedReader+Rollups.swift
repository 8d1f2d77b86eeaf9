import Accounting
import GRDB
import Storage
import Timebase

extension DerivedReader {
  func rollups(_ query: RollupQuery) throws(StoreError) -> [Rollup] {
    if query.table == .userslot { return try userSlots(query) }
    return try read { database in
      let statement = try SQLiteStatement(database, RollupRow.select(query), file: path)
      RollupRow.bind(query, to: statement)
      var rollups: [Rollup] = []
      try statement.forEachRow { () throws(StoreError) in
        let rollup = RollupRow.read(statement, query)
        if rollup.counts != .zero { rollups.append(rollup) }
      }
      return rollups.sorted { $0.key < $1.key }
    }
  }

  func eachUserSlot(
    from: Timestamp, to: Timestamp, nas: String?, pool: String?, _ body: (UserSlot) -> Void
  ) throws(StoreError) {
    var query = RollupQuery(.userslot, from: from, to: to)
    (query.nas, query.pool) = (nas, pool)
    try read { database in
      let names = try NameReader(database, file: path)
      try eachUserSlot(query, names, database) { time, nas, pool, users in
        body(
          UserSlot(
            time: query.table.start(ofUnit: time), nas: try names.text(nas), pool: try names.text(pool),
            users: users.map { Int($0) }))
      }
    }
  }

  private func eachUserSlot(
    _ query: RollupQuery, _ names: NameReader, _ database: Database,
    _ body: (_ time: Int64, _ nas: Int64, _ pool: Int64, _ users: [Int64]) throws -> Void
  ) throws {
    let (from, to) = query.units
    // A name that there is not has no number either.
    func number(_ name: String?) throws -> Int64? { try name.map { try names.number($0) ?? -1 } }
    let (nas, pool) = (try number(query.nas), try number(query.pool))
    let statement = try SQLiteStatement(
      database,
      """
      SELECT time, nasid, poolid, users FROM userslot WHERE time >= ? AND time < ? ORDER BY time, nasid, poolid, part
      """, file: path)
    statement.bind(1, from ?? .min)
    statement.bind(2, to ?? .max)
    defer { statement.reset() }
    while try statement.step() {
      guard nas == nil || nas == statement.number(1), pool == nil || pool == statement.number(2) else { continue }
      let list = UserList(decoding: statement.memory(3))
      try body(statement.number(0), statement.number(1), statement.number(2), list.numbers)
    }
  }

  /// As if each user had a row.
  private func userSlots(_ query: RollupQuery) throws(StoreError) -> [Rollup] {
    try read { database in
      let names = try NameReader(database, file: path)
      var sums: [Rollup.Key: Rollup.Counts] = [:]
      try eachUserSlot(query, names, database) { time, nas, pool, users in
        for user in users {
          let key = Rollup.Key(
            table: .userslot, time: time, nas: try names.text(nas), pool: try names.text(pool),
            name: try names.text(user))
          sums[key, default: .zero][0] += 1
        }
      }
      return query.answer(sums)
    }
  }

  func eachSessionStart(from: Timestamp, to: Timestamp, _ body: (SessionStart) -> Void) throws(StoreError) {
    try read { database in
      let statement = try SQLiteStatement(
        database,
        """
        SELECT acctstarttime, username, n.text, p.text, acctsessiontime, acctinputoctets, acctoutputoctets
        FROM radacct LEFT JOIN name n ON n.id = nasid LEFT JOIN name p ON p.id = poolid
        WHERE acctstarttime >= ? AND acctstarttime < ? ORDER BY acctstarttime
        """, file: path)
      statement.bind(1, SQLTime.text(from.advanced(byMilliseconds: 999)))
      statement.bind(2, SQLTime.text(to.advanced(byMilliseconds: 999)))
      try statement.forEachRow { () throws(StoreError) in
        body(
          SessionStart(
            start: SQLTime.time(statement.text(0)) ?? from, user: statement.text(1), nas: statement.text(2),
            pool: statement.text(3), seconds: statement.number(4), inputOctets: statement.number(5),
            outputOctets: statement.number(6)))
      }
    }
  }
}
