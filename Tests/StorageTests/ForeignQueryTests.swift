import AddressPool
import GRDB
import Storage
import StorageSQLite
import Testing
import Timebase

/// Queries in the shapes in which web interfaces for FreeRADIUS ask its `radacct`, unchanged, on our database.
struct ForeignQueryTests {
  private static func database() throws -> (DatabaseQueue, TemporaryFolder) {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    for id in 1...6 {
      let time = Samples.noon.advanced(byMilliseconds: Int64(id) * 3_600_000)
      try store.append(try Samples.story(UInt32(id % 2), id: UInt64(id), at: time))
    }
    let time = Samples.noon.advanced(byMilliseconds: 9 * 3_600_000)
    try store.append([
      Samples.transition(7, id: 7, from: .free, to: .active, .adopted, at: time),
      try Samples.accounting(
        3, session: "live", user: "carol", lease: 7, at: time, input: 77, address: Samples.address(7)),
    ])
    try store.close()
    return (try DatabaseQueue(path: folder.path("rollcall.db")), folder)
  }

  @Test func onlineUsers() throws {
    let (queue, _) = try ForeignQueryTests.database()
    for condition in ["AcctStopTime IS NULL OR AcctStopTime = '0000-00-00 00:00:00'", "acctstoptime IS NULL"] {
      let sql = """
        SELECT Username, FramedIPAddress, CallingStationId, AcctStartTime, AcctSessionTime, NASIPAddress, CalledStationId,
          AcctSessionId FROM radacct WHERE (\(condition)) ORDER BY Username ASC LIMIT 0, 25
        """
      let rows = try queue.read { try Row.fetchAll($0, sql: sql) }
      #expect(rows.count == 1 && rows[0]["Username"] == "carol" && rows[0]["FramedIPAddress"] == "10.64.0.7")
      let plan = try queue.read { try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN " + sql) }
      #expect(plan.contains { ($0["detail"] as String).contains("radacct_open") }, "it reads the open ones alone")
    }
  }

  @Test func topUsers() throws {
    let (queue, _) = try ForeignQueryTests.database()
    let rows = try queue.read {
      try Row.fetchAll(
        $0,
        sql: """
          SELECT DISTINCT(radacct.UserName), radacct.FramedIPAddress, radacct.AcctStartTime,
            MAX(radacct.AcctStopTime) AS AcctStopTime, SUM(radacct.AcctSessionTime) AS Time,
            SUM(radacct.AcctInputOctets) AS Upload, SUM(radacct.AcctOutputOctets) AS Download,
            radacct.AcctTerminateCause, radacct.NASIPAddress,
            SUM(radacct.AcctInputOctets + radacct.AcctOutputOctets) AS Bandwidth
          FROM radacct WHERE AcctStartTime > '2026-03-01 00:00:00' AND AcctStartTime < '2026-03-03 00:00:00'
          GROUP BY UserName ORDER BY Bandwidth DESC LIMIT 10
          """)
    }
    #expect(rows.count == 3 && rows.map { $0["Upload"] as Int64 } == [6000, 6000, 77])
  }

  @Test func aUsersAccounting() throws {
    let (queue, _) = try ForeignQueryTests.database()
    let rows = try queue.read {
      try Row.fetchAll(
        $0,
        sql: """
          SELECT radacct.RadAcctId, radacct.UserName, radacct.FramedIPAddress, radacct.AcctStartTime, radacct.AcctStopTime,
            radacct.AcctSessionTime, radacct.AcctInputOctets, radacct.AcctOutputOctets, radacct.AcctTerminateCause,
            radacct.NASIPAddress FROM radacct WHERE UserName = 'user1@example.net'
            AND AcctStartTime >= '2026-03-01' ORDER BY RadAcctId DESC
          """)
    }
    #expect(rows.count == 3 && rows.allSatisfy { $0["AcctStopTime"] as String? != nil && $0["AcctSessionTime"] == 899 })
    let usage = try queue.read {
      try Row.fetchOne(
        $0,
        sql: """
          SELECT COUNT(*) AS sessions, SUM(acctsessiontime) AS seconds,
            SUM(strftime('%s', acctstoptime) - strftime('%s', acctstarttime)) AS clock,
            COUNT(DISTINCT nasipaddress) AS nases, MIN(acctuniqueid) <> MAX(acctuniqueid) AS unique_ids
          FROM radacct WHERE username = 'user1@example.net'
          """)
    }
    #expect(usage?["sessions"] == 3 && usage?["seconds"] == 2697 && usage?["clock"] == 2697)
    #expect(usage?["nases"] == 1 && usage?["unique_ids"] == 1)
  }
}
