/// Why octets are no RADIUS packet. Such a datagram is discarded without an answer (RFC 2865 §3).
package enum PacketError: Error, Equatable, Sendable {
  /// Fewer octets arrived than a header has.
  case headerTruncated(received: Int)
  /// Length is under 20.
  case lengthTooSmall(declared: Int)
  /// Length is over 4,096.
  case lengthTooLarge(declared: Int)
  /// Fewer octets arrived than Length says.
  case truncated(declared: Int, received: Int)
  /// The last octet of the packet, at `offset`, is a Type without a Length.
  case attributeHeaderTruncated(offset: Int)
  /// The attribute at `offset` has a Length of 0 or 1.
  case attributeLengthTooSmall(offset: Int, length: Int)
  /// The attribute at `offset` runs past the packet's Length.
  case attributeOverrun(offset: Int, length: Int)
  /// The attribute at `offset` is one more than ``WireLimits/attributesMax``.
  case tooManyAttributes(offset: Int)

  /// A stable word for counters and logs.
  package var name: String {
    switch self {
    case .headerTruncated: "headerTruncated"
    case .lengthTooSmall: "lengthTooSmall"
    case .lengthTooLarge: "lengthTooLarge"
    case .truncated: "truncated"
    case .attributeHeaderTruncated: "attributeHeaderTruncated"
    case .attributeLengthTooSmall: "attributeLengthTooSmall"
    case .attributeOverrun: "attributeOverrun"
    case .tooManyAttributes: "tooManyAttributes"
    }
  }

  /// Every word that ``name`` can be.
  package static let names = [
    "headerTruncated", "lengthTooSmall", "lengthTooLarge", "truncated", "attributeHeaderTruncated",
    "attributeLengthTooSmall", "attributeOverrun", "tooManyAttributes",
  ]
}

extension PacketError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .headerTruncated(let received): "\(received) octets are shorter than a header"
    case .lengthTooSmall(let declared): "Length is \(declared), under \(WireLimits.packetLengthMin)"
    case .lengthTooLarge(let declared): "Length is \(declared), over \(WireLimits.packetLengthMax)"
    case .truncated(let declared, let received): "Length is \(declared), but only \(received) octets arrived"
    case .attributeHeaderTruncated(let offset): "the packet ends inside the attribute at octet \(offset)"
    case .attributeLengthTooSmall(let offset, let length): "the attribute at octet \(offset) has Length \(length)"
    case .attributeOverrun(let offset, let length):
      "the attribute at octet \(offset), Length \(length), runs past the packet"
    case .tooManyAttributes(let offset):
      "the attribute at octet \(offset) is one more than \(WireLimits.attributesMax)"
    }
  }
}
