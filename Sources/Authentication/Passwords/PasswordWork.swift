/// A password to be checked against a slow hash (crypt, PBKDF2), with the decision that hangs on it. It holds all it
/// needs, so that it runs on any thread.
package struct PasswordWork: Sendable {
  private let verify: @Sendable () -> Bool
  private let accepted: AccessGrant
  private let refused: AccessRefusal

  init(accepted: AccessGrant, refused: AccessRefusal, verify: @escaping @Sendable () -> Bool) {
    self.verify = verify
    self.accepted = accepted
    self.refused = refused
  }

  /// Takes from a millisecond to seconds, as the hash was made to. Never returns `.verify`.
  package func run() -> AccessDecision { verify() ? .accept(accepted) : .reject(refused) }
}
