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
  /// What the tag is computed over.
  private static let signedLength = 20
  private static let tagLength = 12

  private struct Key {
    var number: UInt64
    var tag: HMACSHA256Key
  }

  private let keys: [Key]

  /// `keys`: newest first; the first signs, all verify.
  package init(keys: [TokenKey]) {
    precondition(!keys.isEmpty, "a token needs a key")
    self.keys = keys.map { Key(number: UInt64($0.number), tag: HMACSHA256Key($0.bytes)) }
  }

  package func mint(_ lease: LeaseID) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: LeaseToken.length) { text, count in
      (text[0], text[1]) = (0x52, 0x43)
      LeaseToken.put(keys[0].number, digits: 2, to: text, at: 2)
      LeaseToken.put(lease.rawValue, digits: 16, to: text, at: 4)
      let tag = keys[0].tag.code(
        of: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[..<LeaseToken.signedLength]))
      for place in 0..<LeaseToken.tagLength {
        LeaseToken.put(UInt64(tag[place]), digits: 2, to: text, at: LeaseToken.signedLength + 2 * place)
      }
      count = LeaseToken.length
    }
  }

  /// Whether a Class has the form of ours, whatever its tag.
  static func looksLikeOne(_ value: ArraySlice<UInt8>) -> Bool {
    value.count == LeaseToken.length && value.starts(with: "RC".utf8)
  }

  /// The lease that a Class names; nil for another's Class and for a wrong tag.
  package func verify(_ value: ArraySlice<UInt8>) -> LeaseID? {
    guard LeaseToken.looksLikeOne(value) else { return nil }
    return value.withUnsafeBytes { text in
      guard let number = LeaseToken.number(text[2..<4]), let lease = LeaseToken.number(text[4..<20]),
        let key = keys.first(where: { $0.number == number })
      else { return nil }
      let tag = key.tag.code(of: UnsafeRawBufferPointer(rebasing: text[..<LeaseToken.signedLength]))
      // In the same time whatever the octets are.
      var difference: UInt8 = 0
      for place in 0..<LeaseToken.tagLength {
        let offset = LeaseToken.signedLength + 2 * place
        difference |= text[offset] ^ LeaseToken.digit(UInt64(tag[place]) >> 4)
        difference |= text[offset + 1] ^ LeaseToken.digit(UInt64(tag[place]))
      }
      return difference == 0 ? LeaseID(rawValue: lease) : nil
    }
  }

  /// The digit of the lowest four bits.
  private static func digit(_ number: UInt64) -> UInt8 {
    let nibble = UInt8(truncatingIfNeeded: number) & 15
    return nibble < 10 ? 0x30 + nibble : 0x61 + nibble - 10
  }

  private static func put(_ number: UInt64, digits: Int, to text: UnsafeMutableBufferPointer<UInt8>, at offset: Int) {
    for place in 0..<digits { text[offset + place] = digit(number >> UInt64(4 * (digits - 1 - place))) }
  }

  private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> UInt64? {
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
