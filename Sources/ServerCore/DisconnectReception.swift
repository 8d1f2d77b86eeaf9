/// What became of a datagram that came in on the socket for dynamic authorization.
package enum DisconnectReception: Equatable, Sendable {
  case taken
  case dropped(DisconnectReplyFault)
}

/// Why a reply was dropped.
package enum DisconnectReplyFault: String, CaseIterable, Sendable {
  /// No packet, or no answer to a Disconnect-Request.
  case malformed
  /// Nothing with that Identifier waits for an answer from there: it came late, twice, or from elsewhere.
  case unexpected
  /// Its Response Authenticator or its Message-Authenticator is wrong: a wrong secret, or a forgery.
  case badAuthenticator
}
