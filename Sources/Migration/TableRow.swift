/// A row of a table that was dumped: its fields by the names of their columns, in small letters.
package struct TableRow: Sendable {
  package var file: String
  /// The line of a CSV file; the row's number in a database.
  package var line: Int
  private var fields: [String: String]

  package init(file: String, line: Int, fields: [String: String]) {
    self.file = file
    self.line = line
    self.fields = fields
  }

  /// A field that is there and not empty; `NULL` and `\N` are what dumps write for nothing.
  subscript(name: String) -> String? {
    guard let text = fields[name], !text.isEmpty, text != "NULL", text != "\\N" else { return nil }
    return text
  }
}
