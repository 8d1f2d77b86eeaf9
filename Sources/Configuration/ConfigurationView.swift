/// Writes the form of a configuration file.
struct ConfigurationView {
  private(set) var output = ""
  private var indent = ""
  /// What the next line begins with in place of the indent: an item's `- `.
  private var mark: String?

  mutating func line(_ text: String) {
    output += "\(mark ?? indent)\(text)\n"
    mark = nil
  }

  /// A value that needs no quotes.
  mutating func pair(_ key: String, _ value: String) { line("\(key): \(value)") }

  mutating func text(_ key: String, _ value: String) { line("\(key): \(Self.quoted(value))") }

  mutating func list(_ key: String, _ values: [String]) {
    line("\(key): [\(values.map(Self.quoted).joined(separator: ", "))]")
  }

  mutating func group(_ key: String, _ content: (inout ConfigurationView) -> Void) {
    line("\(key):")
    nested("  ", content)
  }

  mutating func items<Item>(_ key: String, _ items: [Item], _ content: (inout ConfigurationView, Item) -> Void) {
    if items.isEmpty { return line("\(key): []") }
    line("\(key):")
    for item in items {
      nested("    ") { view in
        view.mark = String(view.indent.dropLast(2)) + "- "
        content(&view, item)
      }
    }
  }

  private mutating func nested(_ more: String, _ content: (inout ConfigurationView) -> Void) {
    let outer = indent
    indent += more
    content(&self)
    indent = outer
  }

  /// Text in quotes where YAML could take it for something else.
  private static func quoted(_ text: String) -> String {
    let plain = text.utf8.allSatisfy {
      (0x61...0x7a).contains($0) || (0x41...0x5a).contains($0) || (0x30...0x39).contains($0)
        || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/")].contains($0)
    }
    if plain, let first = text.utf8.first, first != UInt8(ascii: "-") { return text }
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f: "\\x" + hexadecimal(scalar.value)
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return value < 16 ? "0\(digits)" : digits
  }
}
