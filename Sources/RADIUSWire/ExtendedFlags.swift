/// The flag octet of a long-extended attribute (RFC 6929 §2.2).
package enum ExtendedFlags {
  /// The value goes on in the next attribute.
  package static let more: UInt8 = 0x80
}
