/// Why ``PacketBuilder`` did not append. The packet is as it was before the call.
package enum EncodingError: Error, Equatable, Sendable {
  /// The value has `length` octets where at most `lengthMax` fit.
  case valueTooLong(length: Int, lengthMax: Int)
  /// The packet has `length` octets, and `needed` more would make it longer than 4,096.
  case packetFull(length: Int, needed: Int)
  /// The packet would have more than ``WireLimits/attributesMax`` attributes.
  case tooManyAttributes
  /// A tag over 0x1f (RFC 2868 §3.1).
  case tagOutOfRange(UInt8)
  /// A number that the field cannot hold: a tagged integer over three octets, a vendor type over its width.
  case numberOutOfRange(UInt32)
  /// The type is not one of this format's, as 26 is no extended type.
  case typeNotOfFormat(UInt8)
  /// This format cannot carry a value without octets (RFC 6929 §2.1).
  case valueEmpty
  /// The encoded attributes given are malformed at this octet of theirs.
  case malformedAttributes(offset: Int)

  /// A stable word for counters and logs.
  package var name: String {
    switch self {
    case .valueTooLong: "valueTooLong"
    case .packetFull: "packetFull"
    case .tooManyAttributes: "tooManyAttributes"
    case .tagOutOfRange: "tagOutOfRange"
    case .numberOutOfRange: "numberOutOfRange"
    case .typeNotOfFormat: "typeNotOfFormat"
    case .valueEmpty: "valueEmpty"
    case .malformedAttributes: "malformedAttributes"
    }
  }
}

extension EncodingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .valueTooLong(let length, let lengthMax): "a value of \(length) octets is longer than \(lengthMax)"
    case .packetFull(let length, let needed):
      "\(length) octets and \(needed) more are over \(WireLimits.packetLengthMax)"
    case .tooManyAttributes: "more than \(WireLimits.attributesMax) attributes"
    case .tagOutOfRange(let tag): "tag \(tag) is over \(WireLimits.tagMax)"
    case .numberOutOfRange(let number): "\(number) does not fit its field"
    case .typeNotOfFormat(let type): "attribute type \(type) has another format"
    case .valueEmpty: "an extended attribute needs a value"
    case .malformedAttributes(let offset): "the encoded attributes are malformed at octet \(offset)"
    }
  }
}
