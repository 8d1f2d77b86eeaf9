/// How a vendor lays out its attributes inside Vendor-Specific (RFC 2865 §5.26): what dictionaries call
/// `format=T,L` or `format=T,L,c`.
package struct VendorFormat: Hashable, Sendable {
  /// One octet of type, one of length: what RFC 2865 recommends, and what TLVs have.
  package static let standard = VendorFormat(uncheckedTypeOctets: 1, lengthOctets: 1, hasContinuation: false)
  /// WiMAX: one octet of type, one of length, one whose top bit says that more follows.
  package static let wimax = VendorFormat(uncheckedTypeOctets: 1, lengthOctets: 1, hasContinuation: true)

  /// 1, 2 or 4.
  package let typeOctets: Int
  /// 0, 1 or 2. With none, the value fills what is left. A length counts its own header.
  package let lengthOctets: Int
  /// An octet follows the length: 0x80 says that the value goes on in the next Vendor-Specific.
  package let hasContinuation: Bool

  /// Nil for widths that no dictionary may declare, and for a continuation with other widths than 1 and 1.
  package init?(typeOctets: Int, lengthOctets: Int, hasContinuation: Bool = false) {
    guard typeOctets == 1 || typeOctets == 2 || typeOctets == 4, (0...2).contains(lengthOctets),
      !hasContinuation || (typeOctets == 1 && lengthOctets == 1)
    else { return nil }
    self.init(uncheckedTypeOctets: typeOctets, lengthOctets: lengthOctets, hasContinuation: hasContinuation)
  }

  private init(uncheckedTypeOctets: Int, lengthOctets: Int, hasContinuation: Bool) {
    self.typeOctets = uncheckedTypeOctets
    self.lengthOctets = lengthOctets
    self.hasContinuation = hasContinuation
  }

  /// Octets before the value.
  package var headerLength: Int { typeOctets + lengthOctets + (hasContinuation ? 1 : 0) }

  /// The largest type that fits.
  package var typeMax: UInt32 { typeOctets == 4 ? .max : (1 << UInt32(8 * typeOctets)) - 1 }

  /// The longest value inside one Vendor-Specific, after its four octets of vendor.
  package var valueLengthMax: Int {
    WireLimits.valueLengthMax - WireLimits.vendorLength - headerLength
  }
}
