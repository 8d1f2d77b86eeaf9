import RADIUSDictionary
import RADIUSWire

/// The attributes of a packet as logs have them.
enum LoggedAttributes {
  /// Name and text, in the order of the packet; what is secret by its number, as the octets that came.
  static func of(_ packet: Packet, _ dictionary: AttributeDictionary) -> [(name: String, text: String)] {
    pairs(of: packet, dictionary).map { ($0.name, dictionary.format($0.value, of: $0.definition)) }
  }

  static func pairs(of packet: Packet, _ dictionary: AttributeDictionary) -> [AttributePair] {
    dictionary.decodePairs(of: packet).compactMap { pair in
      guard pair.definition.isSecret else { return pair }
      guard let octets = pair.value.octets, !octets.isEmpty else { return nil }
      // RFC 2868 §3.5: the tag is the first octet of what came.
      let tag = pair.definition.flags.hasTag ? [pair.tag ?? 0] : []
      let path = pair.definition.path
      return AttributePair(
        AttributeDefinition(name: "Attr-\(path)", path: path, type: .octets, isKnown: false),
        value: .octets(tag + octets))
    }
  }
}
