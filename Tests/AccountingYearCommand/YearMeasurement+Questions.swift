import AccountingYear
import AddressPool
import Admin
import GRDB
import NetworkAddress
import Storage
import StorageSQLite
import Timebase

#if canImport(Glibc)
  import Glibc
#endif

/// What operators ask of a year, each asked several times, with the slowest told.
extension YearMeasurement {
  struct Answer {
    var question: String
    /// Milliseconds.
    var slowest: Double
    var limit: Double
    var result: String
  }

  /// Asks everything. `store` is folded to its end.
  func ask(_ store: SQLiteStore) throws -> [Answer] {
    let last = try store.sessions(SessionFilter(limit: 1)).first?.start ?? plan.start
    let span = plan.start.milliseconds(to: last)
    func day(_ part: Double) -> Timestamp {
      let days = Int64(Double(span) * part) / 86_400_000
      return plan.start.advanced(byMilliseconds: days * 86_400_000)
    }
    var answers: [Answer] = []
    let addresses = (0..<40).map { IPv4Address(rawValue: 0x0a40_0001 + UInt32($0 * plan.subscribers / 45)) }
    answers.append(
      try measure("who had address X at T", limit: 50, addresses.count) { number in
        let time = plan.start.advanced(byMilliseconds: span / 41 * Int64(number + 1))
        let found = try store.sessions(SessionFilter(address: addresses[number], since: time, until: time))
        return found.first?.user ?? "nobody"
      })
    answers.append(
      try measure("the ledger: address X at T", limit: 50, addresses.count) { number in
        let time = plan.start.advanced(byMilliseconds: span / 41 * Int64(number + 1))
        return try store.moment(of: addresses[number], at: time)?.entry.transition.lease.state.name ?? "nothing"
      })
    answers.append(
      try measure("all of a user's sessions", limit: 200, 10) { number in
        let user = "user\(number * plan.subscribers / 11)@example.net"
        return "\(try store.sessions(SessionFilter(user: user)).count) sessions"
      })
    for grouping in UsageGrouping.allCases {
      answers.append(
        try measure("one day by \(grouping.rawValue)", limit: 1000, 3) { number in
          let start = day([0.2, 0.5, 0.9][number])
          return try report(grouping, start, start.advanced(byMilliseconds: 86_400_000), last, store)
        })
    }
    for grouping in [UsageGrouping.month, .day, .nas, .pool, .user, .cause] {
      answers.append(
        try measure("all of it by \(grouping.rawValue)", limit: 10_000, 1) { _ in
          try report(grouping, plan.start, last, last, store)
        })
    }
    return answers
  }

  private func report(
    _ grouping: UsageGrouping, _ from: Timestamp, _ to: Timestamp, _ now: Timestamp, _ store: any Store
  ) throws -> String {
    // Berlin's winter time: its days are not those of the rollups by day.
    let request = UsageRequest(
      by: grouping, from: from.advanced(byMilliseconds: -3_600_000), to: to.advanced(byMilliseconds: -3_600_000),
      zone: ZoneOffsets(first: 3_600), now: now)
    let report = try UsageAnalysis(request, store: store).report()
    return "\(report.rows.count) rows, \(report.total.sessions) sessions"
  }

  private func measure(
    _ question: String, limit: Double, _ times: Int, _ body: (Int) throws -> String
  ) throws -> Answer {
    var answer = Answer(question: question, slowest: 0, limit: limit, result: "")
    for number in 0..<times {
      let begin = YearMeasurement.seconds
      answer.result = try body(number)
      answer.slowest = max(answer.slowest, (YearMeasurement.seconds - begin) * 1000)
    }
    return answer
  }

  /// Puts the same sessions and decisions into tables of FreeRADIUS's columns and indexes, in the order of their numbers,
  /// and returns the octets a session of ours and of theirs: tables and indexes, without free pages.
  func compareSizes() throws -> [(table: String, ours: Int64, theirs: Int64)] {
    let path = folder + "/freeradius.db"
    unlink(path)
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144")
      try database.execute(sql: ForeignSchema.tables)
      try database.execute(sql: "ATTACH ? AS ours", arguments: [self.path])
      try database.inTransaction {
        try database.execute(sql: ForeignSchema.copy)
        return .commit
      }
      try database.execute(sql: ForeignSchema.indexes)
      func octets(_ schema: String, _ names: String) throws -> Int64 {
        let sql = """
          SELECT coalesce(sum(s.pageno), 0) * (SELECT page_size FROM pragma_page_size) FROM dbstat('\(schema)', 1) s
          JOIN \(schema).sqlite_master m ON m.name = s.name WHERE \(names)
          """
        return try Int64.fetchOne(database, sql: sql) ?? 0
      }
      func both(_ table: String) throws -> (String, Int64, Int64) {
        (table, try octets("ours", "m.tbl_name = '\(table)'"), try octets("main", "m.tbl_name = '\(table)'"))
      }
      let rollups = "m.tbl_name IN ('usage', 'ending', 'online', 'userday', 'userslot')"
      return [
        try both("radacct"), try both("radpostauth"), ("rollups", try octets("ours", rollups), 0),
        ("ledger", try octets("ours", "m.tbl_name = 'ledger'"), 0),
        ("holding", try octets("ours", "m.tbl_name = 'holding'"), 0),
        ("all", try octets("ours", "1"), try octets("main", "1")),
      ]
    }
  }
}
