/// An attribute of RFC 6929: extended (241 to 244) or long-extended (245, 246), reassembled.
package struct ExtendedAttribute: Equatable, Sendable {
  /// 241 to 246.
  package let type: AttributeType
  package let extendedType: UInt8
  /// The vendor of an Extended-Vendor-Specific: extended type 26 (RFC 6929 §2.4). Else nil.
  package let vendor: UInt32?
  /// The vendor's own type; nil as ``vendor`` is.
  package let vendorType: UInt8?
  /// Where the Type octet of its first fragment is in the packet.
  package let offset: Int
  /// At least one octet: what follows all the types.
  package let value: ArraySlice<UInt8>

  /// Nil when the octets are too few for what they claim to be; such an attribute is invalid (RFC 6929 §2.8).
  init?(type: AttributeType, extendedType: UInt8, offset: Int, value: ArraySlice<UInt8>) {
    self.type = type
    self.extendedType = extendedType
    self.offset = offset
    if extendedType == AttributeType.vendorSpecific.rawValue {
      guard value.count > WireLimits.vendorLength + 1 else { return nil }
      vendor = value.prefix(WireLimits.vendorLength).bigEndianInteger
      vendorType = value[value.startIndex + WireLimits.vendorLength]
      self.value = value.dropFirst(WireLimits.vendorLength + 1)
    } else {
      guard !value.isEmpty else { return nil }
      vendor = nil
      vendorType = nil
      self.value = value
    }
  }
}
