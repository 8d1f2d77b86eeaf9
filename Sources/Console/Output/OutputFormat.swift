/// How a command prints what it found.
package enum OutputFormat: String, CaseIterable, Sendable {
  /// For people.
  case table
  /// For programs: the shapes that others may rely on.
  case json
  /// For spreadsheets (RFC 4180), with a line of column names.
  case csv
}
