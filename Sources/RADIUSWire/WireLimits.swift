/// Every limit of the wire format, named, with where it comes from.
package enum WireLimits {
  /// Code, Identifier, Length and Authenticator (RFC 2865 §3).
  package static let packetLengthMin = 20
  /// The longest packet, and so the longest that ``PacketBuilder`` can make (RFC 2865 §3).
  package static let packetLengthMax = 4096
  /// Type and Length (RFC 2865 §5).
  package static let attributeHeaderLength = 2
  /// The longest attribute, header included: its Length is one octet.
  package static let attributeLengthMax = 255
  /// The longest value of one attribute.
  package static let valueLengthMax = attributeLengthMax - attributeHeaderLength
  /// Attributes in one packet. 4,076 octets could hold 2,038 empty ones, which only an attacker sends.
  package static let attributesMax = 255
  /// The longest value split over several attributes (`concat` and long-extended): what fits in a packet.
  package static let reassembledLengthMax = packetLengthMax - packetLengthMin
  /// The largest tag of a tagged attribute (RFC 2868 §3.1).
  package static let tagMax: UInt8 = 0x1f
  /// The largest integer of a tagged attribute: three octets (RFC 2868 §3.1).
  package static let taggedIntegerMax: UInt32 = 0xff_ffff
  /// A vendor's number inside Vendor-Specific (RFC 2865 §5.26).
  package static let vendorLength = 4
  /// Extended-Type and flags of a long-extended attribute (RFC 6929 §2.2).
  package static let longExtendedHeaderLength = 2
}
