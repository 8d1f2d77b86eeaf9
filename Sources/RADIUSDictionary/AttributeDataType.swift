/// What the octets of an attribute's value mean: the data types of FreeRADIUS 3's dictionaries.
package enum AttributeDataType: String, Sendable, CaseIterable {
  /// Text, in UTF-8 as a rule; any octets may occur.
  case string
  /// Octets without a meaning of their own, printed in hexadecimal.
  case octets
  /// An IPv4 address, 4 octets.
  case ipv4Address = "ipaddr"
  /// Seconds since 1970-01-01T00:00:00Z, 4 octets.
  case date
  /// An unsigned number, 4 octets.
  case integer
  /// An unsigned number, 8 octets.
  case integer64
  /// An IPv6 address, 16 octets.
  case ipv6Address = "ipv6addr"
  /// A reserved octet, a prefix length, and as many octets of the prefix as it needs (RFC 3162 §2.3).
  case ipv6Prefix = "ipv6prefix"
  /// An interface identifier, 8 octets (RFC 3162 §2.2).
  case interfaceID = "ifid"
  /// An Ethernet address, 6 octets.
  case ethernet = "ether"
  /// Ascend's binary filters; kept as octets, written in words.
  case ascendBinary = "abinary"
  /// An unsigned number, 1 octet.
  case byte
  /// An unsigned number, 2 octets.
  case short
  /// A signed number, 4 octets.
  case signed
  /// Attributes inside an attribute: type octet, length octet, value (RFC 6929 §2.3).
  case tlv
  /// A reserved octet, a prefix length, and 4 octets of the prefix (RFC 8044 §3.11).
  case ipv4Prefix = "ipv4prefix"
  /// An address of either family: 4 or 16 octets.
  case comboAddress = "combo-ip"
  /// An extended type octet, and a value of the type that the extended type names (RFC 6929 §2.1).
  case extended
  /// As `extended`, with a flag octet by which a value goes on in the next attribute (RFC 6929 §2.2).
  case longExtended = "long-extended"
  /// A vendor's number and a vendor type octet inside an extended attribute (RFC 6929 §2.4).
  case extendedVendorSpecific = "evs"
  /// A vendor's number and its attributes (RFC 2865 §5.26).
  case vendorSpecific = "vsa"
  /// True or false, 1 octet.
  case boolean = "bool"

  /// Whether values of this type are attributes of their own, so that nothing is written between its name and an `=`.
  package var isStructural: Bool {
    switch self {
    case .tlv, .extended, .longExtended, .extendedVendorSpecific, .vendorSpecific: true
    default: false
    }
  }

  /// Whether the values are numbers, which VALUE lines may give names.
  package var isNumeric: Bool {
    switch self {
    case .integer, .integer64, .byte, .short, .signed, .boolean: true
    default: false
    }
  }
}

extension AttributeDataType {
  /// The largest number that a numeric type holds.
  var largestNumber: UInt64 {
    switch self {
    case .boolean: 1
    case .byte: UInt64(UInt8.max)
    case .short: UInt64(UInt16.max)
    case .signed: UInt64(Int32.max)
    case .integer64: .max
    default: UInt64(UInt32.max)
    }
  }

  /// The octets that every value of the type has; nil where it varies.
  var fixedLength: Int? {
    switch self {
    case .boolean, .byte: 1
    case .short: 2
    case .integer, .signed, .date, .ipv4Address: 4
    case .ethernet, .ipv4Prefix: 6
    case .integer64, .interfaceID: 8
    case .ipv6Address: 16
    default: nil
    }
  }
}
