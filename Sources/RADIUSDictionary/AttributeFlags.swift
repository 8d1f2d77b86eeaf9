/// How an attribute's value is carried, from the last column of its ATTRIBUTE line.
package struct AttributeFlags: Hashable, Sendable {
  /// How a value is hidden on the wire, by the number that dictionaries give.
  package enum Encryption: UInt8, Sendable {
    case none = 0
    /// As User-Password, RFC 2865 §5.2.
    case userPassword = 1
    /// As Tunnel-Password, with a salt, RFC 2868 §3.5.
    case tunnelPassword = 2
    /// As Ascend's send and receive secrets.
    case ascendSecret = 3
  }

  /// Whether a tag octet groups it with others (RFC 2868 §3).
  package var hasTag = false
  package var encryption = Encryption.none
  /// Whether a value over 253 octets goes on in further attributes of the same type (EAP-Message, RFC 3579 §3.1).
  package var isConcatenated = false
  /// Whether one attribute carries several values, one after the other.
  package var isArray = false
  /// Whether it stands for something else and never goes into a packet.
  package var isVirtual = false
  /// Whether its value is never printed.
  package var isSecret = false

  package init() {}
}
