internal import RADIUSWire

/// The stream that User-Password, Tunnel-Password and MPPE keys are hidden with: each block of sixteen octets is
/// XORed with MD5(secret + the hidden block before it); before the first stands the authenticator, and a salt
/// (RFC 2865 §5.2, RFC 2868 §3.5, RFC 2548 §2.4.2).
enum HidingChain {
  static let blockLength = 16

  /// Hides or reveals `octets` in place, from `start` to the end: whole blocks.
  static func apply(
    _ octets: inout [UInt8], from start: Int = 0, secret: SharedSecret, authenticator: Authenticator,
    salt: ArraySlice<UInt8> = [], reveals: Bool
  ) {
    octets.withUnsafeMutableBytes { buffer in
      apply(
        UnsafeMutableRawBufferPointer(rebasing: buffer[start...]), secret: secret, authenticator: authenticator,
        salt: salt, reveals: reveals)
    }
  }

  /// Hides or reveals all of `octets` in place: whole blocks.
  static func apply(
    _ octets: UnsafeMutableRawBufferPointer, secret: SharedSecret, authenticator: Authenticator,
    salt: ArraySlice<UInt8> = [], reveals: Bool
  ) {
    precondition(octets.count.isMultiple(of: blockLength))
    var offset = 0
    var before = authenticator
    while offset < octets.count {
      var state = secret.hiding
      state.update(before)
      if offset == 0, !salt.isEmpty { state.update(salt) }
      let mask = state.finish()
      for position in 0..<blockLength {
        let given = octets[offset + position]
        let result = given ^ mask.octets[position]
        octets[offset + position] = result
        before.octets[position] = reveals ? given : result
      }
      offset += blockLength
    }
  }
}
