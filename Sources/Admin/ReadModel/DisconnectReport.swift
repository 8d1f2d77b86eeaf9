package import NetworkAddress

/// What became of one session that an operator wanted ended.
package struct DisconnectReport: Codable, Equatable, Sendable {
  package var address: IPv4Address
  package var user: String
  package var session: String
  package var client: String
  package var nas: String
  /// `acknowledged`, `notFound`, `refused`, `unanswered`, `unsent` or `notConfigured`.
  package var outcome: String
  /// The Error-Cause of a NAK that has one.
  package var errorCause: String?

  package init(
    address: IPv4Address, user: String, session: String, client: String, nas: String, outcome: String,
    errorCause: String? = nil
  ) {
    self.address = address
    self.user = user
    self.session = session
    self.client = client
    self.nas = nas
    self.outcome = outcome
    self.errorCause = errorCause
  }

  /// The session is ending, or was gone.
  package var isDone: Bool { outcome == "acknowledged" || outcome == "notFound" }
}
