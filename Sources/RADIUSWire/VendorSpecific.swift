/// One Vendor-Specific attribute (RFC 2865 §5.26): the vendor's number and what it wrote.
package struct VendorSpecific: Equatable, Sendable {
  /// The vendor's private enterprise number.
  package let vendor: UInt32
  /// Where the Type octet of the Vendor-Specific is in the packet.
  package let offset: Int
  /// All octets after the vendor's number. Their indices are those of the packet.
  package let value: ArraySlice<UInt8>

  /// Nil unless `attribute` is a Vendor-Specific with room for a vendor's number.
  package init?(_ attribute: Attribute) {
    guard attribute.type == .vendorSpecific, attribute.value.count >= WireLimits.vendorLength else { return nil }
    vendor = attribute.value.prefix(WireLimits.vendorLength).bigEndianInteger
    offset = attribute.offset
    value = attribute.value.dropFirst(WireLimits.vendorLength)
  }

  /// The vendor's attributes in here; nil when the octets have another format.
  package func parts(format: VendorFormat = .standard) -> [TypeLengthValue]? {
    TypeLengthValue.parse(value, format: format)
  }
}
