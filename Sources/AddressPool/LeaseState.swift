/// Where an address is in its life. Every address of a pool is in exactly one of these.
package enum LeaseState: UInt8, CaseIterable, Sendable {
  case free = 0
  /// An Access-Accept has promised it and no accounting has confirmed it yet.
  case offered = 1
  case active = 2
  /// Its session's deadline has passed and nobody has shown yet that it is gone.
  case suspect = 3
  /// Resting before it is free again, because nobody proved that its last user is gone.
  case quarantined = 4
  /// A user's static address that lies in a pool, or one that an operator took out.
  case reserved = 5

  /// The word that logs, JSON and the store use.
  package var name: String {
    switch self {
    case .free: "free"
    case .offered: "offered"
    case .active: "active"
    case .suspect: "suspect"
    case .quarantined: "quarantined"
    case .reserved: "reserved"
    }
  }

  /// Whether a session holds the address: offered, active or suspect.
  package var isLive: Bool { self == .offered || self == .active || self == .suspect }

  /// Whether the sweep must end the state some day (invariant I3).
  package var needsDeadline: Bool { isLive || self == .quarantined }
}
