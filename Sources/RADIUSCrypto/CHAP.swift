package import RADIUSWire

/// The Challenge-Handshake Authentication Protocol with MD5 (RFC 1994 §4.1), and EAP-MD5, which is the same
/// (RFC 3748 §5.4).
package enum CHAP {
  /// Octets of CHAP-Password: the identifier and the response (RFC 2865 §5.3).
  package static let passwordAttributeLength = 17

  /// MD5(identifier + password + challenge).
  package static func response(identifier: UInt8, password: [UInt8], challenge: ArraySlice<UInt8>) -> Authenticator {
    var state = MD5State()
    withUnsafeBytes(of: identifier) { state.update($0) }
    state.update(password)
    state.update(challenge)
    return state.finish()
  }

  /// Whether a CHAP-Password attribute's value answers the challenge. False unless it has 17 octets.
  ///
  /// The challenge is CHAP-Challenge's value or, without that attribute, the Request Authenticator (RFC 2865 §5.3).
  package static func isValid(_ attribute: ArraySlice<UInt8>, password: [UInt8], challenge: ArraySlice<UInt8>) -> Bool {
    guard attribute.count == passwordAttributeLength, let identifier = attribute.first,
      let given = Authenticator(attribute.dropFirst())
    else { return false }
    return response(identifier: identifier, password: password, challenge: challenge) == given
  }
}
