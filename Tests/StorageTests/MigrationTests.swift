import Accounting
import GRDB
import Storage
import StorageSQLite
import Testing
import Timebase

/// Derived tables of an older version, whose journal no longer has all that they were folded out of.
struct MigrationTests {
  private static func hour(_ number: Int64) -> Timestamp { Samples.noon.advanced(byMilliseconds: number * 3_600_000) }

  /// A store whose journal begins with the thirteenth of its twenty stories.
  private static func make(_ folder: TemporaryFolder, _ horizon: RetentionHorizon) throws -> SQLiteStore {
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    for id in 1...20 {
      try store.append(try Samples.story(UInt32(id % 5), id: UInt64(id), at: hour(Int64(id))))
    }
    try store.catchUp()
    var pass = RetentionPass(horizon)
    while !pass.isDone { try store.retain(&pass, limit: 50) }
    return store
  }

  /// The tables as version 4 had them.
  private static func makeOlder(_ path: String, version: Int) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write {
      try $0.execute(
        sql: """
          DROP TABLE userslot; DROP TABLE online;
          CREATE TABLE online(
            time INTEGER NOT NULL, nasid INTEGER NOT NULL, poolid INTEGER NOT NULL, nameid INTEGER NOT NULL,
            begun INTEGER NOT NULL, ended INTEGER NOT NULL, PRIMARY KEY (time, nasid, poolid, nameid)) WITHOUT ROWID;
          INSERT INTO online SELECT time, nasid, poolid, 0, sum(begun), sum(ended) FROM (
            SELECT unixepoch(acctstarttime) / 60 AS time, nasid, poolid, 1 AS begun, 0 AS ended FROM radacct
            UNION ALL SELECT unixepoch(acctstoptime) / 60, nasid, poolid, 0, 1 FROM radacct WHERE acctstoptime NOT NULL)
          GROUP BY 1, 2, 3;
          PRAGMA user_version = \(version);
          """)
    }
    try queue.close()
  }

  private static func rollups(_ store: any Store) throws -> [[Rollup]] {
    try Rollup.Table.allCases.map { table in
      var query = RollupQuery(table)
      (query.keepsTime, query.keepsNAS, query.keepsPool, query.keepsName) = (true, true, true, true)
      return try store.rollups(query)
    }
  }

  @Test(arguments: [false, true])
  func whatRetentionHasCutOffStays(readsOnly: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    let store = try MigrationTests.make(folder, RetentionHorizon(records: MigrationTests.hour(12)))
    let (rollups, sessions) = (try MigrationTests.rollups(store), try store.sessions(SessionFilter()))
    let holdings = try store.holdings(HoldingFilter())
    let state = try store.recover()
    try store.close()
    try MigrationTests.makeOlder(path, version: 4)
    let again = readsOnly ? try SQLiteStore(reading: path) : try SQLiteStore(path: path)
    #expect(try again.sessions(SessionFilter()) == sessions && sessions.count == 20)
    #expect(try again.holdings(HoldingFilter()) == holdings && again.recover() == state)
    #expect(try MigrationTests.rollups(again) == rollups && again.auditLedger().isEmpty)
    if !readsOnly {
      try again.append(try Samples.story(1, id: 21, at: MigrationTests.hour(21)))
      #expect(try again.sessions(SessionFilter()).count == 21)
    }
    try again.close()
  }

  /// Of sessions that are gone, the day of their users is known.
  @Test func usersOfSessionsThatAreGoneCountByDay() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    let store = try MigrationTests.make(
      folder, RetentionHorizon(records: MigrationTests.hour(12), sessions: MigrationTests.hour(8)))
    #expect(try store.sessions(SessionFilter()).count < 20)
    func days(_ store: any Store) throws -> [Rollup.Key: Int64] {
      var query = RollupQuery(.userslot)
      (query.keepsTime, query.keepsNAS, query.keepsPool, query.keepsName) = (true, true, true, true)
      var days: [Rollup.Key: Int64] = [:]
      for rollup in try store.rollups(query) {
        var key = rollup.key
        key.time /= 96
        days[key, default: 0] += rollup.counts[0]
      }
      return days
    }
    let before = try days(store)
    try store.close()
    try MigrationTests.makeOlder(path, version: 4)
    let again = try SQLiteStore(path: path)
    #expect(try days(again) == before && !before.isEmpty)
    try again.close()
  }

  /// What nobody can bring up to date is refused, and nothing is lost.
  @Test(arguments: [false, true])
  func anOlderVersionIsRefusedWhereTheJournalIsCut(readsOnly: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    try MigrationTests.make(folder, RetentionHorizon(records: MigrationTests.hour(12))).close()
    try MigrationTests.makeOlder(path, version: 3)
    let error = #expect(throws: StoreError.self) {
      _ = readsOnly ? try SQLiteStore(reading: path) : try SQLiteStore(path: path)
    }
    #expect(error?.kind == .incompatible && error?.message.contains("run the Rollcall that wrote it") == true)
    let rows = try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM radacct") }
    #expect(rows == 20)
  }
}
