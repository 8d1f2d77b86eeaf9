package import NetworkAddress

/// A value of an attribute, before it is encoded or after it was decoded.
package enum AttributeValue: Hashable, Sendable {
  /// Text as octets: UTF-8 as a rule, but a password may hold anything.
  case string([UInt8])
  /// `octets`, `abinary`, and what could not be decoded as its type.
  case octets([UInt8])
  /// `byte`, `short`, `integer`, `integer64` and `bool`.
  case integer(UInt64)
  case signed(Int32)
  /// Seconds since 1970-01-01T00:00:00Z.
  case date(UInt32)
  case ipv4Address(IPv4Address)
  case ipv6Address(IPv6Address)
  case ipv4Prefix(IPv4Address, length: UInt8)
  case ipv6Prefix(IPv6Address, length: UInt8)
  case interfaceID(UInt64)
  /// The six octets in the low 48 bits.
  case ethernet(UInt64)

  package static func text(_ text: String) -> AttributeValue { .string(Array(text.utf8)) }

  /// The octets of a string or of octets; nil for the other types.
  package var octets: [UInt8]? {
    switch self {
    case .string(let octets), .octets(let octets): octets
    default: nil
    }
  }

  /// The text of a string, with what is no UTF-8 repaired; nil for the other types.
  package var text: String? {
    if case .string(let octets) = self { String(decoding: octets, as: UTF8.self) } else { nil }
  }

  /// The number of an integer type or of a date; nil for the other types.
  package var number: UInt64? {
    switch self {
    case .integer(let number): number
    case .date(let seconds): UInt64(seconds)
    default: nil
    }
  }
}
