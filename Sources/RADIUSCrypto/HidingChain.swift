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
    precondition((octets.count - start).isMultiple(of: blockLength))
    let context = ThreadContext.current
    var offset = start
    var before = authenticator
    while offset < octets.count {
      context.md5.begin()
      context.md5.update(secret.bytes)
      context.md5.update(before)
      if offset == start { context.md5.update(salt) }
      let mask = context.md5.finish()
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
