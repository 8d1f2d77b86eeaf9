package import NetworkAddress

/// What an operator should be able to read about, with a stable identifier. The shell writes it to the log, at a
/// bounded rate.
package enum EngineEvent: Sendable {
  case dropped(DropReason, source: Endpoint, client: String?)
  case rejected(user: String, client: String, nas: String, reason: String, source: Endpoint)
  case poolEmpty(pool: String, user: String, client: String)
  case acceptedWithoutAddress(pool: String, user: String, client: String)
  case conflict(address: IPv4Address, user: String, nas: String, session: String)
  /// A session names another address than the one that it was given.
  case addressMismatch(address: IPv4Address, user: String, nas: String, session: String)
  case tokenMismatch(user: String, nas: String, session: String)
  case staleStop(user: String, nas: String, session: String)
  case countersFell(user: String, nas: String, session: String)
  case nasRebooted(nas: String, freed: Int)
  /// Its new sessions say that it started anew, and it did not; `doubted` leases are in doubt.
  case rebootInferred(nas: String, contradicted: Int, doubted: Int)
  /// A session from before was heard after all.
  case rebootRefuted(nas: String, session: String, restored: Int)
  case learnedMessageAuthenticator(source: IPAddress, client: String)
  case commitFailed(requests: Int)
  case massBrake(pool: String)
  /// What a NAS said, or did not say, when it was told to disconnect a session.
  case disconnectAnswered(DisconnectOutcome, user: String, session: String, address: IPv4Address?, nas: Endpoint)
  case disconnectReplyDropped(DisconnectReplyFault, source: Endpoint)

  /// Stable words for logs.
  package var identifier: String {
    switch self {
    case .dropped: "request.dropped"
    case .rejected: "access.rejected"
    case .poolEmpty: "pool.empty"
    case .acceptedWithoutAddress: "pool.acceptedWithoutAddress"
    case .conflict: "lease.conflict"
    case .addressMismatch: "lease.addressMismatch"
    case .tokenMismatch: "lease.tokenMismatch"
    case .staleStop: "lease.staleStop"
    case .countersFell: "accounting.countersFell"
    case .nasRebooted: "nas.rebooted"
    case .rebootInferred: "nas.rebootInferred"
    case .rebootRefuted: "nas.rebootRefuted"
    case .learnedMessageAuthenticator: "client.learnedMessageAuthenticator"
    case .commitFailed: "store.commitFailed"
    case .massBrake: "pool.massBrake"
    case .disconnectAnswered: "disconnect.answered"
    case .disconnectReplyDropped: "disconnect.replyDropped"
    }
  }
}
