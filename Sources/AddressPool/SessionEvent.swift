package import NetworkAddress
package import Timebase

/// What an Accounting-Request says about one session.
package struct SessionEvent: Sendable {
  package enum Kind: Equatable, Sendable { case start, interim, stop }

  package var kind: Kind
  /// User, client, NAS, session and what else the packet says of its holder. `identity` is not used.
  package var holder: LeaseHolder
  /// The lease that a token with a right tag names.
  package var token: LeaseID?
  /// It has a token, which is none of ours: another server gave its session an address.
  package var isOfAnotherServer = false
  package var framedIPAddress: IPv4Address?
  /// When it happened (arrival less Acct-Delay-Time).
  package var time: Timestamp
  /// Acct-Session-Time, seconds.
  package var sessionTime: UInt32?
  package var inputOctets: UInt64?
  package var outputOctets: UInt64?
  /// Whether this client's NAS-Ports are unique: configured, or nil to go by what was seen.
  package var portsUnique: Bool?
  /// Whether this client's unannounced reboots are inferred: no; nil, with care; or also for sessions that send no
  /// Interims.
  package var infersReboots: Bool?
  package var note: String

  package init(
    kind: Kind, holder: LeaseHolder, token: LeaseID? = nil, framedIPAddress: IPv4Address? = nil, time: Timestamp,
    sessionTime: UInt32? = nil, inputOctets: UInt64? = nil, outputOctets: UInt64? = nil, portsUnique: Bool? = nil,
    infersReboots: Bool? = nil, note: String
  ) {
    self.kind = kind
    self.holder = holder
    self.token = token
    self.framedIPAddress = framedIPAddress
    self.time = time
    self.sessionTime = sessionTime
    self.inputOctets = inputOctets
    self.outputOctets = outputOctets
    self.portsUnique = portsUnique
    self.infersReboots = infersReboots
    self.note = note
  }

  /// Whether a counter of the packet is smaller than what the session counted before.
  func counts(lessThan lease: Lease) -> Bool {
    (inputOctets ?? .max) < lease.inputOctets || (outputOctets ?? .max) < lease.outputOctets
  }

  /// Whether ``began`` is more than a guess: a Start is as old as its session.
  var tellsAge: Bool { kind == .start || sessionTime != nil }

  /// When the session began, as far as the packet tells.
  var began: Timestamp { time.advanced(byMilliseconds: -Int64(sessionTime ?? 0) * 1000) }
}

/// What an accounting packet meant for the leases.
package struct SessionOutcome: Equatable, Sendable {
  package enum Verdict: Equatable, Sendable {
    /// It confirmed, renewed, revived, adopted or ended its lease.
    case applied
    /// No lease of ours is its.
    case noLease
    /// Its session is over, or another holds the address by now: nothing changed.
    case stale
    /// The token is right and the Acct-Session-Id another's: nothing changed.
    case tokenMismatch
    /// It lives on an address that another holds: nothing changed, and somebody should know.
    case conflict(holder: LeaseID)
  }

  package var verdict: Verdict
  /// The lease that the packet was matched to; nil: none.
  package var lease: LeaseID?
  package var rule: MatchRule?
  /// The packet's octet counters were smaller than the session's last ones. A smaller counter never lowers a total.
  package var countersFell = false
  /// The packet names another address than that of its lease. It moves nothing.
  package var addressDiffers = false

  package init(_ verdict: Verdict, lease: LeaseID? = nil, rule: MatchRule? = nil) {
    self.verdict = verdict
    self.lease = lease
    self.rule = rule
  }
}
