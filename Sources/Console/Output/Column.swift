/// A column of a table that a command prints.
package struct Column<Row> {
  package enum Alignment: Sendable { case left, right }

  /// The key in JSON, and the column's name in CSV.
  package var key: String
  /// The heading that people read. Empty: the column is for programs only.
  package var title: String
  package var alignment: Alignment
  /// What people read.
  package var text: (Row) -> String

  package init(_ key: String, _ title: String, _ alignment: Alignment = .left, text: @escaping (Row) -> String) {
    self.key = key
    self.title = title
    self.alignment = alignment
    self.text = text
  }
}
