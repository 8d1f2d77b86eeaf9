import RADIUSWire

/// Attributes of fixed shape, encoded by hand: each is known to fit.
enum EncodedAttribute {
  /// Type, Length and Value (RFC 2865 §5).
  static func encode(_ type: AttributeType, _ value: [UInt8]) -> [UInt8] {
    precondition(value.count <= WireLimits.valueLengthMax)
    return [type.rawValue, UInt8(WireLimits.attributeHeaderLength + value.count)] + value
  }

  /// A Vendor-Specific of Microsoft's with one attribute inside (RFC 2548 §2).
  static func microsoft(_ type: UInt32, _ value: [UInt8]) -> [UInt8] {
    encode(
      .vendorSpecific,
      MicrosoftAttribute.vendor.bigEndianOctets + [UInt8(type), UInt8(WireLimits.attributeHeaderLength + value.count)]
        + value)
  }

  static func microsoft(_ type: UInt32, integer: UInt32) -> [UInt8] { microsoft(type, integer.bigEndianOctets) }
}
