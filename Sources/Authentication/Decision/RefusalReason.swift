/// Why a user was rejected, as it stands in logs, metrics and `radpostauth`. Stable words: never rename.
package enum RefusalReason: String, CaseIterable, Sendable {
  /// No User-Name, or an empty one.
  case noUserName
  /// No entry of the users file matched.
  case unknownUser
  /// Entries bear the user's name, but the check items of none of them matched.
  case checkFailed
  /// The password or the proof of it is wrong.
  case wrongPassword
  /// The matching entries hold no password and no Auth-Type.
  case noPassword
  /// The request carries no User-Password, CHAP-Password, MS-CHAP response or EAP-Message.
  case noCredentials
  /// An attribute that should prove the password has a shape that its RFC does not allow.
  case malformedCredentials
  /// The stored form of the password cannot answer this method, such as CHAP with a hashed password.
  case methodNeedsOtherPassword
  /// Auth-Type := Reject.
  case authTypeReject
  /// Auth-Type names a method other than the one that the request uses.
  case authTypeMismatch
  /// Expiration has passed.
  case expired
  /// Login-Time does not allow this hour.
  case outsideLoginTime
  /// The peer asked for an EAP method other than MD5-Challenge (RFC 3748 §5.3).
  case eapMethodUnsupported
  /// The State of an EAP response is not ours, or its 30 s are over.
  case eapStateInvalid
  /// The reply items do not fit into a packet of 4,096 octets.
  case replyTooLong
  /// MD4, DES or RC4 is needed, and OpenSSL's legacy provider is missing.
  case cryptographyUnavailable
}
