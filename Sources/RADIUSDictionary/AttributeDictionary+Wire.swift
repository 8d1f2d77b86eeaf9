internal import NetworkAddress

extension AttributeDictionary {
  /// Hides a value whose attribute has `encrypt`: from its plain octets to those that go on the wire, without a tag
  /// octet, and with the salt for `encrypt=2`. Throws when it cannot.
  package typealias Hiding = (_ attribute: AttributeDefinition, _ plain: [UInt8]) throws(ValueError) -> [UInt8]

  /// The opposite of ``Hiding``; nil when the octets cannot be read.
  package typealias Revealing = (_ attribute: AttributeDefinition, _ hidden: [UInt8]) -> [UInt8]?

  /// The octets of a value, before hiding, without a tag.
  /// - Throws: when the value is of another type than the attribute, or does not fit it.
  package func encode(
    _ value: AttributeValue, of attribute: AttributeDefinition
  ) throws(ValueError) -> [UInt8] {
    let octets: [UInt8]
    switch (value, attribute.type) {
    case (.octets(let raw), _): octets = raw
    case (.string(let text), .string), (.string(let text), .octets): octets = text
    case (.integer(let number), .integer), (.integer(let number), .byte), (.integer(let number), .short),
      (.integer(let number), .integer64), (.integer(let number), .boolean):
      guard number <= attribute.type.largestNumber else {
        throw ValueError(
          "\(number) does not fit \(attribute.name)", remedy: "write a number, 0 to \(attribute.type.largestNumber)")
      }
      octets = bigEndian(number, count: attribute.type.fixedLength ?? 4)
    case (.signed(let number), .signed): octets = bigEndian(UInt64(UInt32(bitPattern: number)), count: 4)
    case (.date(let seconds), .date): octets = bigEndian(UInt64(seconds), count: 4)
    case (.ipv4Address(let address), .ipv4Address), (.ipv4Address(let address), .comboAddress): octets = address.octets
    case (.ipv6Address(let address), .ipv6Address), (.ipv6Address(let address), .comboAddress): octets = address.octets
    case (.ipv4Prefix(let address, let length), .ipv4Prefix) where length <= 32: octets = [0, length] + address.octets
    case (.ipv6Prefix(let address, let length), .ipv6Prefix) where length <= 128: octets = [0, length] + address.octets
    case (.interfaceID(let identifier), .interfaceID): octets = bigEndian(identifier, count: 8)
    case (.ethernet(let address), .ethernet): octets = bigEndian(address, count: 6)
    default:
      throw ValueError(
        "the value does not fit \(attribute.name)", remedy: "give it one of type \(attribute.type.rawValue)")
    }
    if let length = attribute.length, octets.count != length {
      throw ValueError("\(attribute.name) got \(octets.count) octets", remedy: "it has exactly \(length)")
    }
    return octets
  }

  /// The value that plain octets stand for, without a tag; `.octets` when they do not fit the type.
  package func decode(_ octets: some Collection<UInt8>, of attribute: AttributeDefinition) -> AttributeValue {
    typedValue(octets, of: attribute) ?? .octets(Array(octets))
  }

  /// The value that plain octets stand for; nil when they do not fit the type.
  func typedValue(_ octets: some Collection<UInt8>, of attribute: AttributeDefinition) -> AttributeValue? {
    let count = octets.count
    if let length = attribute.type.fixedLength ?? attribute.length, length != count { return nil }
    func number() -> UInt64 { octets.reduce(0) { $0 << 8 | UInt64($1) } }
    switch attribute.type {
    case .string: return .string(Array(octets))
    case .octets, .ascendBinary: return .octets(Array(octets))
    case .integer, .integer64, .byte, .short, .boolean:
      let number = number()
      return number <= attribute.type.largestNumber ? .integer(number) : nil
    case .signed: return .signed(Int32(bitPattern: UInt32(truncatingIfNeeded: number())))
    case .date: return .date(UInt32(truncatingIfNeeded: number()))
    case .ipv4Address: return IPv4Address(octets: octets).map(AttributeValue.ipv4Address)
    case .ipv6Address: return IPv6Address(octets: octets).map(AttributeValue.ipv6Address)
    case .comboAddress:
      if let address = IPv4Address(octets: octets) { return .ipv4Address(address) }
      return IPv6Address(octets: octets).map(AttributeValue.ipv6Address)
    case .ipv4Prefix, .ipv6Prefix: return prefix(Array(octets), isIPv4: attribute.type == .ipv4Prefix)
    case .interfaceID: return .interfaceID(number())
    case .ethernet: return .ethernet(number())
    case .tlv, .extended, .longExtended, .extendedVendorSpecific, .vendorSpecific: return nil
    }
  }

  /// RFC 3162 §2.3: a reserved octet, the length, and as many octets as the sender found needful.
  private func prefix(_ octets: [UInt8], isIPv4: Bool) -> AttributeValue? {
    guard octets.count >= 2 else { return nil }
    let length = octets[1]
    let width = isIPv4 ? 4 : 16
    guard length <= 8 * width, octets.count - 2 <= width, isIPv4 || 8 * (octets.count - 2) >= Int(length) else {
      return nil
    }
    let address = octets[2...] + Array(repeating: 0, count: width - (octets.count - 2))
    if isIPv4 {
      return IPv4Address(octets: address).map { .ipv4Prefix($0.masked(length), length: length) }
    }
    return IPv6Address(octets: address).map { .ipv6Prefix($0.masked(length), length: length) }
  }
}

/// The lowest `count` octets of a number in network byte order.
func bigEndian(_ number: UInt64, count: Int) -> [UInt8] {
  stride(from: 8 * (count - 1), through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
}
