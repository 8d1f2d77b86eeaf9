package import NetworkAddress

/// Which live sessions a command is about.
package enum SessionChoice: Equatable, Sendable {
  case user(String)
  /// Acct-Session-Id.
  case session(String)
  case address(IPv4Address)

  /// For a sentence: `user alice`.
  package var words: String {
    switch self {
    case .user(let user): "user \(user)"
    case .session(let session): "session \(session)"
    case .address(let address): "address \(address)"
    }
  }
}
