extension AttributeDictionary {
  /// Pairs from a text such as `User-Name = "bob", Tunnel-Password:1 := "y"`, separated by commas or line ends.
  /// Comments after `#` are passed. An older name of an attribute gives the pair its present one.
  package func parsePairs(_ text: some StringProtocol) throws(PairSyntaxError) -> [AttributePair] {
    var scanner = PairScanner(text)
    var pairs: [AttributePair] = []
    while true {
      scanner.skipSpace(lines: true)
      if scanner.isAtEnd { return pairs }
      pairs.append(try pair(&scanner))
      scanner.skipSpace(lines: false)
      guard scanner.takeComma() || scanner.isAtEnd || scanner.isAtLineEnd else { throw trailing(scanner) }
    }
  }

  /// Pairs from one line of a users file, and whether it ends with a comma, so that the entry goes on in the next line.
  package func parseLine(
    _ line: some StringProtocol
  ) throws(PairSyntaxError) -> (pairs: [AttributePair], endsWithComma: Bool) {
    var scanner = PairScanner(line)
    var pairs: [AttributePair] = []
    var endsWithComma = false
    while true {
      scanner.skipSpace(lines: true)
      if scanner.isAtEnd { return (pairs, endsWithComma) }
      pairs.append(try pair(&scanner))
      scanner.skipSpace(lines: true)
      endsWithComma = scanner.takeComma()
      guard endsWithComma || scanner.isAtEnd else { throw trailing(scanner) }
    }
  }

  private func trailing(_ scanner: PairScanner) -> PairSyntaxError {
    scanner.error(
      "something follows the value", at: scanner.position,
      remedy: "put a comma between pairs, and quotes around values with spaces")
  }

  private func pair(_ scanner: inout PairScanner) throws(PairSyntaxError) -> AttributePair {
    let start = scanner.position
    let (name, tag) = try scanner.takeName()
    guard var definition = attribute(named: name) else {
      throw scanner.error(
        "no dictionary defines an attribute \(name)", at: start,
        remedy: "correct the name, or write Attr- and its number, as in Attr-26.9.1"
      )
    }
    // Of two names for a number the last defined one holds, with its type, as radclient has it.
    if let printed = attribute(path: definition.path) { definition = printed }
    if tag != nil, !definition.flags.hasTag {
      throw scanner.error("\(name) takes no tag", at: start, remedy: "write \(name) without a colon")
    }
    scanner.skipSpace(lines: false)
    let operation = try scanner.takeOperator()
    scanner.skipSpace(lines: false)
    let text = try scanner.takeValue()
    let value: AttributeValue
    switch operation {
    case .exists, .doesNotExist: value = .string([])
    case .matches, .doesNotMatch: value = .string(text.octets)
    default:
      do throws(ValueError) {
        if AttributePath(attributeName: name) != nil {
          (definition, value) = try numbered(text, definition)
        } else {
          value = try self.value(text, of: definition)
        }
      } catch {
        throw scanner.error(error.message, at: text.position, remedy: error.remedy)
      }
    }
    return AttributePair(definition, tag: tag, operation: operation, value: value)
  }

  /// The value of an attribute that is named by its number, `Attr-26.9.1 = 0x6162`: its octets. Those that do not fit
  /// the type that a dictionary gives it stay octets, of an attribute without a name.
  private func numbered(
    _ text: PairScanner.Value, _ definition: AttributeDefinition
  ) throws(ValueError) -> (AttributeDefinition, AttributeValue) {
    guard !text.isQuoted, let octets = Hexadecimal.octets(text.text) else {
      throw ValueError(
        "an attribute named by its number takes octets", remedy: "write 0x and an even number of hexadecimal digits")
    }
    if let typed = typedValue(octets, of: definition) { return (definition, typed) }
    return (unknownAttribute(definition.path), .octets(octets))
  }

  private func value(
    _ text: PairScanner.Value, of definition: AttributeDefinition
  ) throws(ValueError) -> AttributeValue {
    // Quoted text may hold octets that are no UTF-8.
    if definition.type == .string { return .string(text.octets) }
    if definition.type == .octets, definition.length == nil, text.isQuoted, !Hexadecimal.isMarked(text.text) {
      return .octets(text.octets)
    }
    return try parse(text.text, as: definition)
  }
}
