package import NetworkAddress
package import Timebase

/// Names one holding of one address. Never used again, by any address, after any restart.
package struct LeaseID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  package var rawValue: UInt64
  @inlinable package init(rawValue: UInt64) { self.rawValue = rawValue }
  @inlinable package static func == (left: LeaseID, right: LeaseID) -> Bool { left.rawValue == right.rawValue }
  @inlinable package static func < (left: LeaseID, right: LeaseID) -> Bool { left.rawValue < right.rawValue }
  package var description: String { String(rawValue) }
}

/// One address and its holding: the row of the lease table. A free address keeps its last holder, for stickiness and
/// for revival.
///
/// The fields stand in the order that leaves no gaps: a million leases hold a million of them.
package struct Lease: Equatable, Sendable {
  /// The pool's name; empty for an address outside of every pool.
  package var pool: String
  /// Nil: never held.
  package var holder: LeaseHolder?
  /// The current or the last holding. 0: never held.
  package var id: LeaseID
  /// When the holding began: the Accept, or the packet that adopted it.
  package var start: Timestamp
  /// When the present state was entered.
  package var since: Timestamp
  /// The last packet of its session.
  package var lastSeen: Timestamp
  private var deadlineOrNone: Timestamp
  /// Totals of the session, Gigawords included; never lowered.
  package var inputOctets: UInt64
  package var outputOctets: UInt64
  package var address: IPv4Address
  /// Session-Timeout of the Accept, seconds.
  package var sessionTimeout: UInt32
  /// Acct-Interim-Interval of the Accept, seconds; 0: none was asked for.
  package var interimInterval: UInt32
  package var state: LeaseState
  /// What brought the present state.
  package var cause: LeaseCause
  /// Bit 0: ``isReserved``; 1: ``isReservedByOperator``; 2: ``hasSentInterim``; 3: ``isOver``.
  package private(set) var flags: UInt8
  private static let allFlags: UInt8 = 15

  /// An address that nobody held yet.
  package init(address: IPv4Address, pool: String, at time: Timestamp) {
    self.address = address
    self.pool = pool
    state = .free
    id = LeaseID(rawValue: 0)
    holder = nil
    flags = 0
    start = time
    since = time
    lastSeen = time
    deadlineOrNone = Lease.noDeadline
    cause = .configuration
    sessionTimeout = 0
    interimInterval = 0
    inputOctets = 0
    outputOctets = 0
  }

  /// One that a store kept. `flags`: what ``flags`` gives.
  package init(
    address: IPv4Address, pool: String, id: LeaseID, state: LeaseState, cause: LeaseCause, flags: UInt8,
    holder: LeaseHolder?, start: Timestamp, since: Timestamp, lastSeen: Timestamp, deadline: Timestamp?,
    sessionTimeout: UInt32, interimInterval: UInt32, inputOctets: UInt64, outputOctets: UInt64
  ) {
    self.address = address
    self.pool = pool
    self.state = state
    self.id = id
    self.holder = holder
    self.flags = flags & Lease.allFlags
    self.start = start
    self.since = since
    self.lastSeen = lastSeen
    deadlineOrNone = deadline ?? Lease.noDeadline
    self.cause = cause
    self.sessionTimeout = sessionTimeout
    self.interimInterval = interimInterval
    self.inputOctets = inputOctets
    self.outputOctets = outputOctets
  }

  /// The wall time of the deadline; nil in `free` and `reserved`. The running server keeps the ``Moment`` beside it.
  package var deadline: Timestamp? {
    get { deadlineOrNone == Lease.noDeadline ? nil : deadlineOrNone }
    set { deadlineOrNone = newValue ?? Lease.noDeadline }
  }
  /// The address goes back to `reserved`, not to `free`.
  package var isReserved: Bool {
    get { flags & 1 != 0 }
    set { set(1, newValue) }
  }
  /// Whether an operator reserved it (and not a user's static address).
  package var isReservedByOperator: Bool {
    get { flags & 2 != 0 }
    set { set(2, newValue) }
  }
  /// Silence counts only after the first Interim.
  package var hasSentInterim: Bool {
    get { flags & 4 != 0 }
    set { set(4, newValue) }
  }
  /// A Stop ended the holding: later packets of the session revive nothing.
  package var isOver: Bool {
    get { flags & 8 != 0 }
    set { set(8, newValue) }
  }

  private static let noDeadline = Timestamp(rawValue: .min)

  private mutating func set(_ flag: UInt8, _ isSet: Bool) { flags = isSet ? flags | flag : flags & ~flag }
}
