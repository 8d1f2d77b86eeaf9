import Accounting
import GRDB
import NetworkAddress
import Storage
import Timebase

extension DerivedReader {
  func sessions(_ filter: SessionFilter) throws(StoreError) -> [SessionRow] {
    try read { database in
      guard let since = filter.since, filter.session == nil, filter.isOpen != true else {
        return try sessions(filter, [], [], database)
      }
      // Those that ended after `since` began at most the longest session's length before; the open ones are few.
      let longest = try Int64.fetchOne(database, sql: "SELECT longest FROM cursor") ?? 0
      let earliest = SQLTime.text(since.advanced(byMilliseconds: -longest * 1000))
      let start = filter.isNarrow ? "unixepoch(acctstarttime)" : "acctstarttime"
      let bound = filter.isNarrow ? "unixepoch(?)" : "?"
      var rows = try sessions(filter, ["\(start) >= \(bound)"], [earliest], database)
      if filter.isOpen != false {
        let older = ["acctstoptime IS NULL", "\(start) < \(bound)"]
        rows += try sessions(filter, older, [earliest], database, amongOpen: true)
      }
      rows.sort { $0.number > $1.number }
      return Array(rows.prefix(max(0, filter.limit)))
    }.map(\.row)
  }

  private func sessions(
    _ filter: SessionFilter, _ more: [String], _ moreTexts: [String], _ database: Database, amongOpen: Bool = false
  ) throws -> [(number: Int64, row: SessionRow)] {
    var conditions = more
    var texts = moreTexts
    func require(_ condition: String, _ text: String?) {
      guard let text else { return }
      conditions.append(condition)
      texts.append(text)
    }
    if let isOpen = filter.isOpen { conditions.append("acctstoptime IS \(isOpen ? "" : "NOT ")NULL") }
    // The sign keeps SQLite from reading all that a user or an address ever had for the few that are open.
    let sign = amongOpen ? "+" : ""
    require("\(sign)username = ?", filter.user)
    require("clientid = (SELECT id FROM name WHERE text = ?)", filter.client)
    require("nasid = (SELECT id FROM name WHERE text = ?)", filter.nas)
    require("acctsessionid = ?", filter.session)
    require("\(sign)framedipaddress = ?", filter.address?.description)
    // Rows know whole seconds: a bound between two of them is the later one from below, the earlier one from above.
    require(
      "(acctstoptime IS NULL OR acctstoptime >= ?)",
      filter.since.map { SQLTime.text($0.advanced(byMilliseconds: 999)) })
    require(
      filter.isNarrow ? "unixepoch(acctstarttime) <= unixepoch(?)" : "acctstarttime <= ?",
      filter.until.map { SQLTime.text($0) })
    let constraint = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    // The sign keeps SQLite from reading all rows in their order where an index is to be used.
    let order = conditions.isEmpty ? "radacctid" : "+radacctid"
    let statement = try SQLiteStatement(
      database, RadacctRow.select + constraint + " ORDER BY \(order) DESC LIMIT ?", file: path)
    for (index, text) in texts.enumerated() { statement.bind(Int32(index + 1), text) }
    statement.bind(Int32(texts.count + 1), Int64(max(0, filter.limit)))
    var rows: [(Int64, SessionRow)] = []
    while try statement.step() {
      let session = RadacctRow.read(statement)
      rows.append((session.number, SessionRow(session)))
    }
    return rows
  }
}

extension SessionFilter {
  /// Whether an index of its own leads to few rows.
  fileprivate var isNarrow: Bool { user != nil || session != nil || address != nil || isOpen == true }
}
