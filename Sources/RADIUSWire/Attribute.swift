/// One attribute where it lies in its packet (RFC 2865 §5). The value shares the packet's storage.
package struct Attribute: Equatable, Sendable {
  package let type: AttributeType
  /// Where the Type octet is in the packet.
  package let offset: Int
  /// Zero to 253 octets. Its indices are those of the packet.
  package let value: ArraySlice<UInt8>

  /// The attribute at `offset` of a packet whose attributes have been validated.
  init(validated bytes: [UInt8], at offset: Int) {
    type = AttributeType(rawValue: bytes[offset])
    self.offset = offset
    value = bytes[(offset + WireLimits.attributeHeaderLength)..<(offset + Int(bytes[offset + 1]))]
  }

  /// The value as a number in network byte order; nil unless it has four octets. An IPv4 address is one too.
  package var integer: UInt32? {
    guard value.count == 4 else { return nil }
    return value.bigEndianInteger
  }

  /// The value as text; octets that are not UTF-8 are replaced by U+FFFD.
  package var text: String { String(decoding: value, as: UTF8.self) }

  /// Tag and text of a tagged string (RFC 2868 §3.3): a first octet over 0x1f belongs to the text.
  package var tagged: (tag: UInt8?, value: ArraySlice<UInt8>) {
    guard let first = value.first, first <= WireLimits.tagMax else { return (nil, value) }
    return (first, value.dropFirst())
  }

  /// Tag and salted octets of Tunnel-Password (RFC 2868 §3.5), whose first octet is the tag's whatever it is: over
  /// 0x1f it names no tag. Nil without an octet.
  package var taggedSalted: (tag: UInt8?, value: ArraySlice<UInt8>)? {
    guard let first = value.first else { return nil }
    return (first <= WireLimits.tagMax ? first : nil, value.dropFirst())
  }

  /// Tag and three-octet number of a tagged integer (RFC 2868 §3.1); nil unless the value has four octets.
  /// A first octet over 0x1f is no tag, and not part of the number either.
  package var taggedInteger: (tag: UInt8?, integer: UInt32)? {
    guard let integer else { return nil }
    let tag = UInt8(truncatingIfNeeded: integer >> 24)
    return (tag <= WireLimits.tagMax ? tag : nil, integer & WireLimits.taggedIntegerMax)
  }
}

extension Collection where Element == UInt8 {
  /// The octets as a number in network byte order, of which the last four count.
  var bigEndianInteger: UInt32 { reduce(0) { $0 << 8 | UInt32($1) } }
}
