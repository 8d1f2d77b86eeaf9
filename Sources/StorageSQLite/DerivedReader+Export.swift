import Accounting
import Storage
import Timebase

extension DerivedReader {
  /// Rows of `radacct` behind `number`, in the order of their numbers.
  func sessionRows(after number: Int64, _ filter: ExportFilter, limit: Int) throws(StoreError) -> [AccountingSession] {
    var conditions = ["radacctid > ?"]
    var texts: [String] = []
    func require(_ condition: String, _ text: String?) {
      guard let text else { return }
      conditions.append(condition)
      texts.append(text)
    }
    // Rows know whole seconds: a bound between two of them is the later one.
    func bound(_ milliseconds: Int64) -> String {
      SQLTime.text(Timestamp(milliseconds: milliseconds).advanced(byMilliseconds: 999))
    }
    require("(acctstoptime IS NULL OR acctstoptime >= ?)", filter.from.map(bound))
    require("acctstarttime < ?", filter.to.map(bound))
    require("username = ?", filter.user)
    if let nas = filter.nas {
      conditions.append("(n.text = ? OR nasipaddress = ? OR c.text = ?)")
      texts += [nas, nas, nas]
    }
    return try read { database in
      let statement = try SQLiteStatement(
        database,
        RadacctRow.select + " WHERE " + conditions.joined(separator: " AND ") + " ORDER BY radacctid LIMIT ?",
        file: path)
      statement.bind(1, number)
      for (index, text) in texts.enumerated() { statement.bind(Int32(index + 2), text) }
      statement.bind(Int32(texts.count + 2), Int64(limit))
      var rows: [AccountingSession] = []
      while try statement.step() { rows.append(RadacctRow.read(statement)) }
      return rows
    }
  }
}
