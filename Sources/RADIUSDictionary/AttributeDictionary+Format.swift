internal import NetworkAddress

extension AttributeDictionary {
  /// A value as `radclient` prints it: `"text"` in quotes with escapes, a value's name, `0x` and hexadecimal digits,
  /// an address, a date in quotes and in UTC.
  package func format(_ value: AttributeValue, of attribute: AttributeDefinition) -> String {
    switch value {
    case .string(let octets): Escapes.quote(octets)
    case .octets(let octets):
      if attribute.type == .ascendBinary, let filter = AscendFilter(octets) {
        "\"\(filter)\""
      } else {
        Hexadecimal.text(octets)
      }
    case .integer(let number):
      if let name = valueName(number, of: attribute) {
        name
      } else if attribute.type == .boolean {
        number == 0 ? "no" : "yes"
      } else {
        String(number)
      }
    case .signed(let number): valueName(UInt64(UInt32(bitPattern: number)), of: attribute) ?? String(number)
    case .date(let seconds): "\"\(DateText.text(seconds))\""
    case .ipv4Address(let address): address.description
    case .ipv6Address(let address): address.description
    case .ipv4Prefix(let address, let length): "\(address)/\(length)"
    case .ipv6Prefix(let address, let length): "\(address)/\(length)"
    case .interfaceID(let identifier):
      stride(from: 48, through: 0, by: -16).map { String(identifier >> UInt64($0) & 0xffff, radix: 16) }
        .joined(separator: ":")
    case .ethernet(let address):
      stride(from: 40, through: 0, by: -8).map {
        String(Hexadecimal.text([UInt8(address >> UInt64($0) & 255)]).dropFirst(2))
      }
      .joined(separator: ":")
    }
  }

  /// A pair as `radclient` prints it: `User-Name = "bob"`, `Tunnel-Type:1 = VLAN`.
  package func format(_ pair: AttributePair) -> String {
    "\(pair.name) \(pair.operation.rawValue) \(format(pair.value, of: pair.definition))"
  }
}

extension AttributePair {
  /// The attribute's name, and the tag after a colon where it has one: `Tunnel-Type:1`.
  package var name: String { tag.map { "\(definition.name):\($0)" } ?? definition.name }
}
