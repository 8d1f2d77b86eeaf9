internal import NetworkAddress

extension AttributeDictionary {
  /// A value from its text, without quotes and escapes: a number, a value's name, an address, `0x` and hexadecimal
  /// digits, a date. Host names are not looked up.
  package func parse(
    _ text: some StringProtocol, as attribute: AttributeDefinition
  ) throws(ValueError) -> AttributeValue {
    switch attribute.type {
    case .string: return .string(Array(text.utf8))
    case .octets: return .octets(try octets(text, of: attribute))
    case .integer, .integer64, .byte, .short, .boolean: return .integer(try number(text, of: attribute))
    case .signed: return .signed(try signed(text, of: attribute))
    case .date:
      if let seconds = DateText.seconds(String(text)) { return .date(seconds) }
      throw wrong(text, attribute, "write a date such as \"Jan 5 2020 10:00:00 UTC\", or seconds since 1970")
    case .ipv4Address, .ipv6Address, .comboAddress: return try address(text, of: attribute)
    case .ipv4Prefix, .ipv6Prefix: return try prefix(text, of: attribute)
    case .interfaceID:
      if let identifier = groups(text, count: 4, digitsMax: 4, separators: ":") { return .interfaceID(identifier) }
      throw wrong(text, attribute, "write four groups of hexadecimal digits, such as 0:1:2:3")
    case .ethernet:
      if let address = groups(text, count: 6, digitsMax: 2, separators: ":-") { return .ethernet(address) }
      throw wrong(text, attribute, "write six octets, such as 00:11:22:aa:bb:cc")
    case .ascendBinary:
      if let octets = Hexadecimal.octets(text) { return .octets(octets) }
      do { return .octets(try AscendFilter(words: text).octets) } catch { throw wrong(text, attribute, error.remedy) }
    case .tlv, .extended, .longExtended, .extendedVendorSpecific, .vendorSpecific:
      if let octets = Hexadecimal.octets(text) { return .octets(octets) }
      throw wrong(text, attribute, "write its octets as 0x and an even number of hexadecimal digits")
    }
  }

  private func wrong(_ text: some StringProtocol, _ attribute: AttributeDefinition, _ remedy: String) -> ValueError {
    // A text that belongs to a secret must not come out in a message.
    let shown = attribute.isSecret ? "the text" : "\"\(text)\""
    return ValueError(
      "\(shown) is no value of \(attribute.name), which is of type \(attribute.type.rawValue)", remedy: remedy)
  }

  private func octets(_ text: some StringProtocol, of attribute: AttributeDefinition) throws(ValueError) -> [UInt8] {
    var octets = Array(text.utf8)
    if Hexadecimal.isMarked(text) {
      guard let decoded = Hexadecimal.octets(text) else {
        throw wrong(text, attribute, "write 0x and an even number of hexadecimal digits")
      }
      octets = decoded
    } else if !attribute.isKnown {
      throw wrong(text, attribute, "write 0x and an even number of hexadecimal digits, since no dictionary defines it")
    }
    if let length = attribute.length, octets.count != length {
      throw ValueError("\(attribute.name) got \(octets.count) octets", remedy: "it has exactly \(length)")
    }
    return octets
  }

  private func number(_ text: some StringProtocol, of attribute: AttributeDefinition) throws(ValueError) -> UInt64 {
    if let named = value(named: text, of: attribute) { return named }
    let largest = attribute.type.largestNumber
    if attribute.type == .boolean {
      switch lowercasedASCII(text) {
      case "yes", "true", "1": return 1
      case "no", "false", "0": return 0
      default: throw wrong(text, attribute, "write yes or no")
      }
    }
    guard let number = DictionaryReader.number(Substring(text)) else {
      let isOutside = text.utf8.allSatisfy { (0x30...0x39).contains($0) } && !text.isEmpty
      throw wrong(
        text, attribute,
        isOutside || values(of: attribute).isEmpty
          ? "write a number, 0 to \(largest)"
          : "write a number, or a name that the dictionary gives to one of its values")
    }
    guard number <= largest else { throw wrong(text, attribute, "write a number, 0 to \(largest)") }
    return number
  }

  private func signed(_ text: some StringProtocol, of attribute: AttributeDefinition) throws(ValueError) -> Int32 {
    if let named = value(named: text, of: attribute) { return Int32(bitPattern: UInt32(truncatingIfNeeded: named)) }
    if let number = Int32(text) { return number }
    if Hexadecimal.isMarked(text), let number = DictionaryReader.number(Substring(text)),
      let pattern = UInt32(exactly: number)
    {
      return Int32(bitPattern: pattern)
    }
    throw wrong(text, attribute, "write a number, \(Int32.min) to \(Int32.max)")
  }

  private func address(
    _ text: some StringProtocol, of attribute: AttributeDefinition
  ) throws(ValueError) -> AttributeValue {
    let allowsIPv4 = attribute.type != .ipv6Address
    let allowsIPv6 = attribute.type != .ipv4Address
    if allowsIPv4, let address = IPv4Address(text.hasSuffix("/32") ? text.dropLast(3) : text[...]) {
      return .ipv4Address(address)
    }
    if allowsIPv6, let address = IPv6Address(text.hasSuffix("/128") ? text.dropLast(4) : text[...]) {
      return .ipv6Address(address)
    }
    if let octets = Hexadecimal.octets(text) {
      if allowsIPv4, let address = IPv4Address(octets: octets) { return .ipv4Address(address) }
      if allowsIPv6, let address = IPv6Address(octets: octets) { return .ipv6Address(address) }
    }
    let example = allowsIPv4 ? "192.0.2.1" : "2001:db8::1"
    throw wrong(text, attribute, "write an address such as \(example); names are not looked up")
  }

  private func prefix(
    _ text: some StringProtocol, of attribute: AttributeDefinition
  ) throws(ValueError) -> AttributeValue {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let isIPv4 = attribute.type == .ipv4Prefix
    let remedy = "write a prefix such as \(isIPv4 ? "192.0.2.0/24" : "2001:db8::/32")"
    guard (1...2).contains(parts.count) else { throw wrong(text, attribute, remedy) }
    var length: UInt8 = isIPv4 ? 32 : 128
    if parts.count == 2 {
      guard let given = DictionaryReader.number(Substring(parts[1])), given <= length else {
        throw wrong(text, attribute, remedy)
      }
      length = UInt8(given)
    }
    if isIPv4, let address = IPv4Address(parts[0]) {
      return .ipv4Prefix(address.masked(length), length: length)
    }
    if !isIPv4, let address = IPv6Address(parts[0]) {
      return .ipv6Prefix(address.masked(length), length: length)
    }
    throw wrong(text, attribute, remedy)
  }

  /// Groups of hexadecimal digits, joined into one number.
  private func groups(_ text: some StringProtocol, count: Int, digitsMax: Int, separators: String) -> UInt64? {
    let parts = text.split(omittingEmptySubsequences: false) { separators.contains($0) }
    guard parts.count == count else { return nil }
    var number: UInt64 = 0
    for part in parts {
      guard (1...digitsMax).contains(part.utf8.count), part.utf8.allSatisfy(isAlphanumeric),
        let group = UInt64(part, radix: 16)
      else { return nil }
      number = number << UInt64(4 * digitsMax) | group
    }
    return number
  }
}

extension IPv4Address {
  /// The address with the bits after a prefix of `length` (0 to 32) cleared.
  func masked(_ length: UInt8) -> IPv4Address {
    IPv4Address(rawValue: length == 0 ? 0 : rawValue & (UInt32.max << UInt32(32 - length)))
  }
}

extension IPv6Address {
  /// The address with the bits after a prefix of `length` (0 to 128) cleared.
  func masked(_ length: UInt8) -> IPv6Address {
    IPv6Address(rawValue: length == 0 ? 0 : rawValue & (UInt128.max << UInt128(128 - length)))
  }
}
