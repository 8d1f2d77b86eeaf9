/// Aligned columns, two spaces apart, without lines around them and without trailing spaces.
package struct TextTable {
  private let alignments: [TextTitle]
  private var rows: [[String]] = []

  private struct TextTitle {
    var title: String
    var isRight: Bool
  }

  package init(_ columns: [(title: String, isRight: Bool)]) {
    alignments = columns.map { TextTitle(title: $0.title, isRight: $0.isRight) }
  }

  package mutating func append(_ row: [String]) {
    precondition(row.count == alignments.count, "a row has as many fields as the table has columns")
    rows.append(row.map(TextTable.printable))
  }

  /// The heading and the rows, each with its line end.
  package var text: String {
    let lines = [alignments.map(\.title)] + rows
    var widths = [Int](repeating: 0, count: alignments.count)
    for line in lines {
      for (index, field) in line.enumerated() { widths[index] = max(widths[index], field.count) }
    }
    return lines.map { line in
      var text = ""
      for (index, field) in line.enumerated() {
        let padding = String(repeating: " ", count: widths[index] - field.count)
        text += alignments[index].isRight ? padding + field : field + padding
        text += "  "
      }
      while text.last == " " { text.removeLast() }
      return text + "\n"
    }.joined()
  }

  /// User names and session identifiers come from the network: what would move the cursor or hide text is escaped.
  package static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var safe = ""
    for scalar in text.unicodeScalars {
      if isUnsafe(scalar) {
        safe += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: false
    }
  }
}
