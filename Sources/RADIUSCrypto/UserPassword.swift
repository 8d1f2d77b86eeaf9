package import RADIUSWire

/// User-Password hiding (RFC 2865 §5.2).
package enum UserPassword {
  /// The longest password: eight blocks.
  package static let lengthMax = 128

  /// Hides a password under the secret and the Request Authenticator: 16 to 128 octets, a multiple of 16.
  package static func hide(
    _ password: [UInt8], secret: SharedSecret, requestAuthenticator: Authenticator
  ) throws(CryptoError) -> [UInt8] {
    guard password.count <= lengthMax else { throw .valueTooLong(length: password.count, lengthMax: lengthMax) }
    var octets = [UInt8](repeating: 0, count: hiddenLength(of: password.count))
    octets.replaceSubrange(0..<password.count, with: password)
    HidingChain.apply(&octets, secret: secret, authenticator: requestAuthenticator, reveals: false)
    return octets
  }

  /// Octets that a password of `length` octets takes when hidden: whole blocks, at least one.
  package static func hiddenLength(of length: Int) -> Int {
    max(1, (length + HidingChain.blockLength - 1) / HidingChain.blockLength) * HidingChain.blockLength
  }

  /// Hides a password that is padded with zeros to its ``hiddenLength(of:)`` where it lies.
  package static func hide(
    inPlace padded: UnsafeMutableRawBufferPointer, secret: SharedSecret, requestAuthenticator: Authenticator
  ) {
    HidingChain.apply(padded, secret: secret, authenticator: requestAuthenticator, reveals: false)
  }

  /// The password without its padding of zeros. Nil when the value has no 16 to 128 octets in whole blocks.
  ///
  /// With the wrong secret the result is noise: a password that does not match proves nothing about the sender.
  package static func reveal(
    _ hidden: ArraySlice<UInt8>, secret: SharedSecret, requestAuthenticator: Authenticator
  ) -> [UInt8]? {
    guard !hidden.isEmpty, hidden.count <= lengthMax, hidden.count.isMultiple(of: HidingChain.blockLength) else {
      return nil
    }
    var octets = Array(hidden)
    HidingChain.apply(&octets, secret: secret, authenticator: requestAuthenticator, reveals: true)
    while octets.last == 0 { octets.removeLast() }
    return octets
  }
}
