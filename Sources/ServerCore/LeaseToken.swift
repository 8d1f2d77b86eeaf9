package import AddressPool
import RADIUSCrypto
package import Storage

/// What every Accept carries in Class, and a NAS echoes in accounting (RFC 2865 §5.25): the lease's number under a keyed
/// tag, so that a Stop names its lease and nobody can make one up.
///
/// Printable ASCII, since some devices treat Class as text: `RC`, the key's number (2 hexadecimal digits), the lease's
/// (16), the tag (24).
package struct LeaseToken: Sendable {
  package static let length = 44
  private static let tagLength = 12
  private let keys: [TokenKey]

  /// `keys`: newest first; the first signs, all verify.
  package init(keys: [TokenKey]) {
    precondition(!keys.isEmpty, "a token needs a key")
    self.keys = keys
  }

  package func mint(_ lease: LeaseID) -> [UInt8] {
    var text = Array("RC".utf8)
    LeaseToken.appendHex(UInt64(keys[0].number), digits: 2, to: &text)
    LeaseToken.appendHex(lease.rawValue, digits: 16, to: &text)
    for octet in tag(of: text, key: keys[0]) { LeaseToken.appendHex(UInt64(octet), digits: 2, to: &text) }
    return text
  }

  /// Whether a Class has the form of ours, whatever its tag.
  static func looksLikeOne(_ value: ArraySlice<UInt8>) -> Bool {
    value.count == LeaseToken.length && value.starts(with: "RC".utf8)
  }

  /// The lease that a Class names; nil for another's Class and for a wrong tag.
  package func verify(_ value: ArraySlice<UInt8>) -> LeaseID? {
    guard LeaseToken.looksLikeOne(value) else { return nil }
    let text = Array(value)
    guard let number = LeaseToken.number(text[2..<4]), let lease = LeaseToken.number(text[4..<20]),
      let key = keys.first(where: { UInt64($0.number) == number })
    else { return nil }
    var expected: [UInt8] = []
    for octet in tag(of: Array(text[..<20]), key: key) { LeaseToken.appendHex(UInt64(octet), digits: 2, to: &expected) }
    return constantTimeEquals(text[20...], expected) ? LeaseID(rawValue: lease) : nil
  }

  private func tag(of text: [UInt8], key: TokenKey) -> ArraySlice<UInt8> {
    HMAC.sha256(key: key.bytes, text).prefix(LeaseToken.tagLength)
  }

  private static func appendHex(_ number: UInt64, digits: Int, to text: inout [UInt8]) {
    for digit in stride(from: digits - 1, through: 0, by: -1) {
      let nibble = UInt8(truncatingIfNeeded: number >> UInt64(4 * digit)) & 15
      text.append(nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10)
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
      switch digit {
      case 0x30...0x39: value = value << 4 | UInt64(digit - 0x30)
      case 0x61...0x66: value = value << 4 | UInt64(digit - 0x61 + 10)
      default: return nil
      }
    }
    return value
  }
}
