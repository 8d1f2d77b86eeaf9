/// A list that a command prints in any of the three formats.
package struct Report<Row: Encodable> {
  private let columns: [Column<Row>]
  private let rows: [Row]
  /// The sentence that stands for a table without rows.
  private let whenEmpty: String

  package init(_ rows: [Row], columns: [Column<Row>], whenEmpty: String) {
    self.rows = rows
    self.columns = columns
    self.whenEmpty = whenEmpty
  }

  /// The table without the columns in which every row has nothing, or 0: for lists with many of them.
  package func compactTable() throws -> String {
    let used = columns.enumerated().filter { index, column in
      index == 0 || rows.contains { !["", "0", "0 s"].contains(column.text($0)) }
    }
    return try Report(rows, columns: used.map(\.element), whenEmpty: whenEmpty).text(.table)
  }

  /// What goes to standard output, with its last line end.
  package func text(_ format: OutputFormat) throws -> String {
    switch format {
    case .table:
      guard !rows.isEmpty else { return whenEmpty + "\n" }
      let columns = columns.filter { !$0.title.isEmpty }
      var table = TextTable(columns.map { ($0.title, $0.alignment == .right) })
      for row in rows { table.append(columns.map { $0.text(row) }) }
      return table.text
    case .json: return try JSONValue(encoding: rows).text() + "\n"
    case .csv:
      let header = CSVText.line(columns.map(\.key))
      return try rows.reduce(into: header) { text, row in
        let object = try JSONValue(encoding: row)
        text += CSVText.line(columns.map { object[$0.key]?.plainText ?? "" })
      }
    }
  }
}
