/// Takes pairs off a text, left to right.
struct PairScanner {
  /// The text of a value, before its attribute's type is known to fit.
  struct Value {
    let octets: [UInt8]
    let position: Int
    let isQuoted: Bool

    var text: String { String(decoding: octets, as: UTF8.self) }
  }

  private let text: [UInt8]
  /// Where the scanner stands: an index into the text's UTF-8.
  private(set) var position = 0

  init(_ text: some StringProtocol) { self.text = Array(text.utf8) }

  private var current: UInt8? { position < text.count ? text[position] : nil }

  func error(_ message: String, at position: Int, remedy: String) -> PairSyntaxError {
    // Columns count characters, as editors do.
    let column = String(decoding: text[..<min(position, text.count)], as: UTF8.self).count + 1
    return PairSyntaxError(column: column, message: message, remedy: remedy)
  }

  /// Passes spaces, comments, and line ends where `lines` says so.
  mutating func skipSpace(lines: Bool) {
    while let octet = current {
      switch octet {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
      case UInt8(ascii: "\n") where lines: position += 1
      case UInt8(ascii: "#"):
        while let octet = current, octet != UInt8(ascii: "\n") {
          _ = octet
          position += 1
        }
      default: return
      }
    }
  }

  var isAtEnd: Bool { position >= text.count }
  var isAtLineEnd: Bool { current == UInt8(ascii: "\n") }

  mutating func takeComma() -> Bool {
    guard current == UInt8(ascii: ",") else { return false }
    position += 1
    return true
  }

  /// An attribute's name, and the tag after its colon.
  mutating func takeName() throws(PairSyntaxError) -> (name: String, tag: UInt8?) {
    let start = position
    while let octet = current, isNameOctet(octet) { position += 1 }
    guard position > start else {
      throw error("there is no attribute name", at: start, remedy: "write Name = value")
    }
    let name = String(decoding: text[start..<position], as: UTF8.self)
    guard current == UInt8(ascii: ":"), !isAt(":=") else { return (name, nil) }
    let colon = position
    position += 1
    while let octet = current, (0x30...0x39).contains(octet) { position += 1 }
    guard let tag = UInt8(String(decoding: text[(colon + 1)..<position], as: UTF8.self)), tag <= 31 else {
      throw error("there is no tag after the colon", at: colon, remedy: "write a tag, 0 to 31, as in Tunnel-Type:1")
    }
    return (name, tag)
  }

  mutating func takeOperator() throws(PairSyntaxError) -> PairOperator {
    for length in [2, 1] where position + length <= text.count {
      let word = String(decoding: text[position..<(position + length)], as: UTF8.self)
      if let found = PairOperator(rawValue: word) {
        position += length
        return found
      }
    }
    let known = PairOperator.allCases.map(\.rawValue).joined(separator: " ")
    throw error("there is no operator after the name", at: position, remedy: "write one of \(known)")
  }

  mutating func takeValue() throws(PairSyntaxError) -> Value {
    let start = position
    switch current {
    case nil, UInt8(ascii: "\n"), UInt8(ascii: ","), UInt8(ascii: "#"):
      throw error("there is no value after the operator", at: start, remedy: "write a value, \"\" for an empty text")
    case UInt8(ascii: "`"):
      throw error(
        "a value in backquotes asks for a command to be run, which is not supported", at: start,
        remedy: "write the value itself, in double quotes")
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return try takeQuoted()
    default:
      while let octet = current, !" \t\r\n,#".utf8.contains(octet) { position += 1 }
      return Value(octets: Array(text[start..<position]), position: start, isQuoted: false)
    }
  }

  private mutating func takeQuoted() throws(PairSyntaxError) -> Value {
    let start = position
    let quote = text[position]
    var octets: [UInt8] = []
    position += 1
    while let octet = current, octet != UInt8(ascii: "\n") {
      position += 1
      if octet == quote { return Value(octets: octets, position: start, isQuoted: true) }
      if octet == UInt8(ascii: "\\"), let escape = Escapes.unescape(text[position...], quote: quote) {
        octets.append(escape.octet)
        position += escape.length
      } else {
        octets.append(octet)
      }
    }
    throw error("the quote that opens here is not closed on its line", at: start, remedy: "close it")
  }

  private func isAt(_ word: String) -> Bool { text[position...].starts(with: word.utf8) }
}
