/// One attribute of a vendor, reassembled where its format allows fragments.
package struct VendorAttribute: Equatable, Sendable {
  /// The vendor's private enterprise number.
  package let vendor: UInt32
  package let type: UInt32
  /// Where the vendor's attribute (its first fragment) begins in the packet.
  package let offset: Int
  package let value: ArraySlice<UInt8>

  /// The value as a number in network byte order; nil unless it has four octets.
  package var integer: UInt32? { value.count == 4 ? value.bigEndianInteger : nil }

  /// The value as text; octets that are not UTF-8 are replaced by U+FFFD.
  package var text: String { String(decoding: value, as: UTF8.self) }
}
