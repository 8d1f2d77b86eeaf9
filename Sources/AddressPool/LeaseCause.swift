/// Why a lease changed, as it stands in the ledger and in `explain`. The raw value is what the store keeps: never
/// renumber.
package enum LeaseCause: UInt8, CaseIterable, Sendable {
  case offered = 1
  case retried = 2
  case confirmed = 3
  case renewed = 4
  case stopped = 5
  case neverStarted = 6
  case sessionTimeout = 7
  case silence = 8
  case nasReboot = 9
  case portReused = 10
  case handedOn = 11
  case staleStop = 12
  case tokenMismatch = 13
  case adopted = 14
  case revived = 15
  case conflict = 16
  case disconnected = 17
  case quarantineOver = 18
  case reserved = 19
  case `operator` = 20
  case configuration = 21
  /// Its NAS seems to have started anew, without an Accounting-On.
  case rebootInferred = 22
  /// Its session names another address than the one that it was given.
  case addressMismatch = 23

  /// What changes no state, and is thinned in the ledger when it comes again and again.
  package static let thinned: [LeaseCause] = [.conflict, .staleStop, .tokenMismatch, .addressMismatch]

  /// The word that logs, JSON and the store use.
  package var name: String {
    switch self {
    case .offered: "offered"
    case .retried: "retried"
    case .confirmed: "confirmed"
    case .renewed: "renewed"
    case .stopped: "stopped"
    case .neverStarted: "neverStarted"
    case .sessionTimeout: "sessionTimeout"
    case .silence: "silence"
    case .nasReboot: "nasReboot"
    case .portReused: "portReused"
    case .handedOn: "handedOn"
    case .staleStop: "staleStop"
    case .tokenMismatch: "tokenMismatch"
    case .adopted: "adopted"
    case .revived: "revived"
    case .conflict: "conflict"
    case .disconnected: "disconnected"
    case .quarantineOver: "quarantineOver"
    case .reserved: "reserved"
    case .operator: "operator"
    case .configuration: "configuration"
    case .rebootInferred: "rebootInferred"
    case .addressMismatch: "addressMismatch"
    }
  }
}

/// What tied an accounting packet to its lease, best first. In the ledger and the metrics, so that an operator sees
/// which NAS is poor.
package enum MatchRule: UInt8, CaseIterable, Sendable {
  /// Class echoed with our token.
  case token = 1
  /// NAS and Acct-Session-Id.
  case session = 2
  /// NAS, User-Name and Framed-IP-Address, with nothing present that contradicts.
  case userAndAddress = 3
  /// NAS and User-Name, where that user has one offer there and nothing present contradicts.
  case soleOffer = 4

  package var name: String {
    switch self {
    case .token: "token"
    case .session: "session"
    case .userAndAddress: "userAndAddress"
    case .soleOffer: "soleOffer"
    }
  }
}
