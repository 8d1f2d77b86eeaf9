/// Reads CSV (RFC 4180), or the same with tabs, line by line: the first row names the columns.
package struct CSVReader {
  private let file: String
  private var columns: [String] = []
  private var line = 0
  private var first = 0
  private var open: String?
  /// A tab where the first row has one.
  private var separator = UInt8(ascii: ",")

  package init(file: String) { self.file = file }

  package var hasColumns: Bool { !columns.isEmpty }

  /// Whether the file has a column; false before its first row.
  package func has(_ column: String) -> Bool { columns.contains(column) }

  /// Takes the next line without its line end. Nil: it is the names, an empty line, or a row that goes on.
  package mutating func take(_ text: String) -> TableRow? {
    line += 1
    let text = text.hasSuffix("\r") ? String(text.dropLast()) : text
    let whole = open.map { $0 + "\n" + text } ?? text
    if open == nil { first = line }
    if columns.isEmpty, whole.utf8.contains(0x09) { separator = 0x09 }
    guard let fields = fields(whole) else {
      open = whole
      return nil
    }
    open = nil
    if columns.isEmpty {
      columns = fields.map { $0.lowercased() }
      if columns.first?.hasPrefix("\u{feff}") == true { columns[0].removeFirst() }
      return nil
    }
    if whole.isEmpty { return nil }
    return TableRow(
      file: file, line: first, fields: Dictionary(zip(columns, fields)) { first, _ in first })
  }

  /// Nil when a quote is open.
  private func fields(_ text: String) -> [String]? {
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var wasQuote = false
    for octet in text.utf8 {
      if isQuoted {
        if octet == UInt8(ascii: "\"") { isQuoted = false; wasQuote = true } else { field.append(octet) }
      } else if octet == UInt8(ascii: "\"") {
        // Two of them inside quotes are one.
        if wasQuote { field.append(octet) }
        isQuoted = true
        wasQuote = false
      } else if octet == separator {
        fields.append(String(decoding: field, as: UTF8.self))
        field = []
        wasQuote = false
      } else {
        field.append(octet)
        wasQuote = false
      }
    }
    if isQuoted { return nil }
    return fields + [String(decoding: field, as: UTF8.self)]
  }
}
