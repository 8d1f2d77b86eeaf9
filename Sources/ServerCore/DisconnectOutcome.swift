import AddressPool
import NetworkAddress

/// How asking ended.
package enum DisconnectOutcome: Equatable, Sendable {
  /// An ACK: the NAS ends the session.
  case acknowledged
  /// The NAS has no such session, or had only remains of it (Error-Cause 503 and 201).
  case notFound
  /// A NAK for another reason, or without one: it proves nothing.
  case refused(ErrorCause?)
  /// None of so many transmissions was answered.
  case unanswered(transmissions: Int)
  /// It was not sent: too many asks wait already, or what is known of the session does not fit into a packet.
  case unsent
  /// Somebody was heard from meanwhile, so that there is nothing left to ask.
  case superseded
  /// The client has no `dynamic-authorization`.
  case notConfigured

  /// What it proves.
  var verdict: DisconnectVerdict {
    switch self {
    case .acknowledged: .ending
    case .notFound: .gone
    case .refused where Mutation.everyRefusalIsProof.isActive: .gone
    case .refused, .unanswered, .unsent, .superseded, .notConfigured: .unknown
    }
  }

  /// The stable word for JSON and logs.
  package var name: String {
    switch self {
    case .acknowledged: "acknowledged"
    case .notFound: "notFound"
    case .refused: "refused"
    case .unanswered: "unanswered"
    case .unsent: "unsent"
    case .superseded: "superseded"
    case .notConfigured: "notConfigured"
    }
  }

  /// What the ledger says of it.
  func note(_ destination: Endpoint) -> String {
    switch self {
    case .acknowledged: "Disconnect-ACK from \(destination)"
    case .notFound: "Disconnect-NAK Session-Context-Not-Found from \(destination)"
    case .refused(let cause): "Disconnect-NAK \(cause.map { "\($0)" } ?? "without Error-Cause") from \(destination)"
    case .unanswered(1): "no answer to a Disconnect-Request to \(destination)"
    case .unanswered(let count): "no answer to \(count) Disconnect-Requests to \(destination)"
    case .unsent: "no Disconnect-Request could be sent to \(destination)"
    case .superseded, .notConfigured: ""
    }
  }
}
