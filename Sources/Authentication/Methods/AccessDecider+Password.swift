import RADIUSCrypto
import RADIUSWire

/// PAP and CHAP.
extension AccessDecider {
  /// RFC 2865 §5.2.
  func decidePAP(_ hidden: ArraySlice<UInt8>) -> AccessDecision {
    guard
      let password = UserPassword.reveal(
        hidden, secret: request.secret, requestAuthenticator: request.packet.authenticator)
    else { return refuse(.malformedCredentials, .plain) }
    let known = account.policy.password ?? AccessDecider.nobody
    if known.isSlow {
      let refused = refusal(account.failure ?? .wrongPassword, .plain)
      guard account.failure == nil, !password.isEmpty, let granted = grant(.plain) else { return .reject(refused) }
      return .verify(
        PasswordWork(accepted: granted, refused: refused) { (try? known.matches(password)) ?? false })
    }
    let isRight: Bool
    do {
      isRight = try known.matches(password)
    } catch {
      return refuse(.cryptographyUnavailable, .plain)
    }
    if let reason = account.failure { return refuse(reason, .plain) }
    guard account.policy.password != nil else { return refuse(.noPassword, .plain) }
    // An empty password proves nothing, also where an empty one is stored.
    guard isRight, !password.isEmpty else { return refuse(.wrongPassword, .plain) }
    return accept(.plain)
  }

  /// RFC 2865 §5.3.
  func decideCHAP(_ response: ArraySlice<UInt8>, _ challenge: ArraySlice<UInt8>) -> AccessDecision {
    let isRight = CHAP.isValid(response, password: account.policy.cleartext ?? [], challenge: challenge)
    if let reason = cleartextFailure() { return refuse(reason, .plain) }
    return isRight ? accept(.plain) : refuse(.wrongPassword, .plain)
  }

  /// Why a method that needs the password in clear text cannot be answered; nil when it can.
  func cleartextFailure() -> RefusalReason? {
    if let reason = account.failure { return reason }
    if account.policy.passwords.isEmpty { return .noPassword }
    return account.policy.cleartext == nil ? .methodNeedsOtherPassword : nil
  }

  /// Stands in for the password of a user that there is not.
  private static let nobody = StoredPassword.cleartext([])
}
