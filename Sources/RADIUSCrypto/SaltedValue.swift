package import RADIUSWire

/// Salted hiding: Tunnel-Password (RFC 2868 §3.5) and MS-MPPE-Send-Key, -Recv-Key (RFC 2548 §2.4.2).
///
/// What is handled here is salt and hidden octets; a tag before them is the attribute's own.
package enum SaltedValue {
  /// Two octets, of which the first has its top bit set.
  package static let saltLength = 2
  /// The longest value in an attribute with a tag: fifteen blocks less the octet of length.
  package static let lengthMax = 239

  /// Hides a value: the salt, then a multiple of 16 octets. The salt's top bit is set here; each salted attribute
  /// of a packet needs a salt of its own (RFC 2868 §3.5).
  package static func hide(
    _ value: [UInt8], salt: UInt16, secret: SharedSecret, requestAuthenticator: Authenticator
  ) throws(CryptoError) -> [UInt8] {
    guard value.count <= lengthMax else { throw .valueTooLong(length: value.count, lengthMax: lengthMax) }
    let blocks = (1 + value.count + HidingChain.blockLength - 1) / HidingChain.blockLength
    var octets = [UInt8](repeating: 0, count: saltLength + blocks * HidingChain.blockLength)
    octets[0] = UInt8(salt >> 8) | 0x80
    octets[1] = UInt8(truncatingIfNeeded: salt)
    octets[2] = UInt8(value.count)
    octets.replaceSubrange(3..<(3 + value.count), with: value)
    HidingChain.apply(
      &octets, from: saltLength, secret: secret, authenticator: requestAuthenticator, salt: octets[..<saltLength],
      reveals: false)
    return octets
  }

  /// The value without length and padding. Nil when the octets are not salt and whole blocks, or when the hidden
  /// length does not fit them, which the wrong secret mostly leads to.
  package static func reveal(
    _ hidden: ArraySlice<UInt8>, secret: SharedSecret, requestAuthenticator: Authenticator
  ) -> [UInt8]? {
    let length = hidden.count - saltLength
    guard length >= HidingChain.blockLength, length.isMultiple(of: HidingChain.blockLength) else { return nil }
    var octets = Array(hidden)
    HidingChain.apply(
      &octets, from: saltLength, secret: secret, authenticator: requestAuthenticator, salt: octets[..<saltLength],
      reveals: true)
    let valueLength = Int(octets[saltLength])
    guard valueLength < length else { return nil }
    return Array(octets[(saltLength + 1)..<(saltLength + 1 + valueLength)])
  }
}
