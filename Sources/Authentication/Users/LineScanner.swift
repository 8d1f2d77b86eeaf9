import RADIUSDictionary

/// Reads the parts of one line, octet by octet, so that names and passwords need not be UTF-8.
struct LineScanner {
  private let bytes: ArraySlice<UInt8>
  private var position: Int
  let place: FilePlace

  init(_ bytes: ArraySlice<UInt8>, at place: FilePlace) {
    self.bytes = bytes
    self.place = place
    position = bytes.startIndex
  }

  /// Whether nothing but white space and a comment is left.
  mutating func isAtEnd() -> Bool {
    skipSpace()
    return position == bytes.endIndex || bytes[position] == UInt8(ascii: "#")
  }

  /// The rest of the line without white space around it: the path of an `$INCLUDE`.
  mutating func rest() -> [UInt8] {
    skipSpace()
    var end = bytes.endIndex
    while end > position, LineScanner.isSpace(bytes[end - 1]) { end -= 1 }
    return Array(bytes[position..<end])
  }

  /// The name of an entry: quoted, or up to the next white space.
  mutating func name() throws(UsersFileError) -> RawValue {
    if let quoted = try quoted(keepsUnknownEscapes: false) { return quoted }
    let start = position
    while position < bytes.endIndex, !LineScanner.isSpace(bytes[position]) { position += 1 }
    return RawValue(bytes: Array(bytes[start..<position]), quotes: .none)
  }

  /// Items separated by commas up to the end of the line. The line may end in a comma.
  mutating func items() throws(UsersFileError) -> (items: [RawItem], endsInComma: Bool) {
    var items: [RawItem] = []
    while !isAtEnd() {
      items.append(try item())
      if isAtEnd() { return (items, false) }
      guard take(",") else {
        throw place.error(
          "a comma is missing after \(items[items.count - 1].attribute)",
          "separate items with commas, and put a value that holds white space into double quotes")
      }
    }
    return (items, !items.isEmpty)
  }

  private mutating func item() throws(UsersFileError) -> RawItem {
    let start = position
    while position < bytes.endIndex, LineScanner.isNameOctet(bytes[position]) { position += 1 }
    let attribute = String(decoding: bytes[start..<position], as: UTF8.self)
    guard !attribute.isEmpty else {
      throw place.error(
        "an attribute's name should stand at column \(start - bytes.startIndex + 1)",
        "write items as Attribute operator value, such as Reply-Message = \"hello\"")
    }
    let tag = try tag(of: attribute)
    skipSpace()
    let operation = try operation(after: attribute)
    skipSpace()
    if operation == .exists || operation == .doesNotExist, isAtEnd() || bytes[position] == UInt8(ascii: ",") {
      return RawItem(
        attribute: attribute, tag: tag, operation: operation, value: RawValue(bytes: [], quotes: .none), place: place)
    }
    let value = try value(of: attribute, isPattern: operation == .matches || operation == .doesNotMatch)
    return RawItem(attribute: attribute, tag: tag, operation: operation, value: value, place: place)
  }

  /// `:1` after a name, unless the colon begins `:=`.
  private mutating func tag(of attribute: String) throws(UsersFileError) -> UInt8? {
    guard position + 1 < bytes.endIndex, bytes[position] == UInt8(ascii: ":"),
      bytes[position + 1] != UInt8(ascii: "=")
    else { return nil }
    position += 1
    let start = position
    while position < bytes.endIndex, LineScanner.isNameOctet(bytes[position]) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let tag = UInt8(text), tag <= 31 else {
      throw place.error("\(attribute) has the tag \"\(text)\"", "write a tag from 0 to 31, such as \(attribute):1")
    }
    return tag
  }

  private mutating func operation(after attribute: String) throws(UsersFileError) -> PairOperator {
    let start = position
    while position < bytes.endIndex, position < start + 2, LineScanner.isOperatorOctet(bytes[position]) {
      position += 1
      // `=*` and `!*` end here, and a value may begin with another operator's octet.
    }
    var text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let operation = PairOperator(rawValue: text) { return operation }
    if text.utf8.count == 2 {
      position -= 1
      text.removeLast()
      if let operation = PairOperator(rawValue: text) { return operation }
    }
    let found = String(decoding: bytes[start...].prefix(2), as: UTF8.self)
    throw place.error(
      found.isEmpty ? "\(attribute) has no operator and no value" : "\"\(found)\" after \(attribute) is no operator",
      "write one of := = += == != > >= < <= =~ !~ =* !*")
  }

  private mutating func value(of attribute: String, isPattern: Bool) throws(UsersFileError) -> RawValue {
    if let quoted = try quoted(keepsUnknownEscapes: isPattern) { return quoted }
    let start = position
    while position < bytes.endIndex, !LineScanner.isSpace(bytes[position]), bytes[position] != UInt8(ascii: ",") {
      position += 1
    }
    let value = Array(bytes[start..<position])
    guard !value.isEmpty, value[0] != UInt8(ascii: "#") else {
      throw place.error("\(attribute) has no value", "write a value after the operator, \"\" for an empty one")
    }
    // FreeRADIUS ends such a value at the `#`; others take it as part of the value. Neither should happen unseen.
    if let octet = value.first(where: { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "\"") }) {
      throw place.error(
        "the value of \(attribute) holds \(Unicode.Scalar(octet)) outside of quotes",
        "put the value into double quotes, or white space before a comment")
    }
    return RawValue(bytes: value, quotes: .none)
  }

  /// A value in quotes at this place; nil where none begins.
  private mutating func quoted(keepsUnknownEscapes: Bool) throws(UsersFileError) -> RawValue? {
    guard position < bytes.endIndex else { return nil }
    let quote = bytes[position]
    guard quote != UInt8(ascii: "`") else {
      throw place.error("` runs a program in FreeRADIUS, and Rollcall runs none", "put the value into double quotes")
    }
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    let isDouble = quote == UInt8(ascii: "\"")
    position += 1
    var value: [UInt8] = []
    while position < bytes.endIndex, bytes[position] != quote {
      let octet = bytes[position]
      position += 1
      if octet == UInt8(ascii: "\\"), position < bytes.endIndex {
        value += isDouble ? try escape(keepsUnknown: keepsUnknownEscapes) : singleQuotedEscape()
      } else {
        value.append(octet)
      }
    }
    guard position < bytes.endIndex else {
      throw place.error("a quoted value does not end", "write \(Unicode.Scalar(quote)) after it, on the same line")
    }
    position += 1
    return RawValue(bytes: value, quotes: isDouble ? .double : .single)
  }

  /// In single quotes a backslash is an ordinary octet, except before a quote or another backslash.
  private mutating func singleQuotedEscape() -> [UInt8] {
    let octet = bytes[position]
    guard octet == UInt8(ascii: "'") || octet == UInt8(ascii: "\\") else { return [UInt8(ascii: "\\")] }
    position += 1
    return [octet]
  }

  private mutating func escape(keepsUnknown: Bool) throws(UsersFileError) -> [UInt8] {
    let octet = bytes[position]
    position += 1
    switch octet {
    case UInt8(ascii: "n"): return [10]
    case UInt8(ascii: "r"): return [13]
    case UInt8(ascii: "t"): return [9]
    case UInt8(ascii: "x"):
      if let value = number(digits: 2, radix: 16) { return [value] }
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      position -= 1
      if let value = number(digits: 3, radix: 8) { return [value] }
      position += 1
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "4")...UInt8(ascii: "9"):
      break
    default:
      return keepsUnknown && octet != UInt8(ascii: "\\") && octet != UInt8(ascii: "\"")
        ? [UInt8(ascii: "\\"), octet] : [octet]
    }
    if keepsUnknown { return [UInt8(ascii: "\\"), octet] }
    throw place.error(
      "\\\(Unicode.Scalar(octet)) is no escape",
      #"write \\ for a backslash; \n \r \t \" \xHH and \ooo are the escapes in double quotes"#)
  }

  /// A number of exactly so many digits; nil, and nothing read, when they are not there.
  private mutating func number(digits: Int, radix: Int) -> UInt8? {
    guard position + digits <= bytes.endIndex else { return nil }
    var value = 0
    for octet in bytes[position..<position + digits] {
      guard let digit = Character(Unicode.Scalar(octet)).hexDigitValue, digit < radix else { return nil }
      value = value * radix + digit
    }
    position += digits
    return UInt8(exactly: value)
  }

  private mutating func skipSpace() {
    while position < bytes.endIndex, LineScanner.isSpace(bytes[position]) { position += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.endIndex, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || (0x09...0x0d).contains(octet) }

  private static func isNameOctet(_ octet: UInt8) -> Bool {
    switch octet {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "/"):
      true
    default: false
    }
  }

  private static func isOperatorOctet(_ octet: UInt8) -> Bool {
    switch octet {
    case UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "!"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "~"), UInt8(ascii: "*"):
      true
    default: false
    }
  }
}
