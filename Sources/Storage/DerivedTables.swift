package import Accounting
package import AddressPool
package import NetworkAddress

/// The tables that a store folds out of its journal, while a batch is folded. All of it is one transaction of the store.
package protocol DerivedTables: SessionTable {
  /// The lease table's row of an address; nil: the ledger has not named the address yet.
  mutating func lease(of address: IPv4Address) throws(Failure) -> Lease?
  /// Puts or replaces the row of an address.
  mutating func put(_ lease: Lease) throws(Failure)
  /// Adds a row to the ledger's index. Positions rise.
  mutating func append(_ transition: LeaseTransition, at position: JournalPosition) throws(Failure)
  /// A holding; nil: the ledger has not named it yet.
  mutating func holding(_ id: LeaseID) throws(Failure) -> Holding?
  /// Puts or replaces a holding.
  mutating func put(_ holding: Holding) throws(Failure)
  /// Adds figures to those of the same NAS, day and pool.
  mutating func add(_ tally: LeaseTally) throws(Failure)
  /// Notes that a NAS shares ports; once it has, the first time counts.
  mutating func note(_ shared: SharedPort) throws(Failure)
  /// Adds a row to `radpostauth`.
  mutating func append(_ record: AuthenticationRecord, at position: JournalPosition) throws(Failure)
}

extension DerivedTables {
  package mutating func pool(ofLease leaseID: UInt64) throws(Failure) -> String {
    try holding(LeaseID(rawValue: leaseID))?.pool ?? ""
  }
}

/// What a journal entry means for the derived tables: the same for every store.
package enum DerivedFold {
  package static func apply<Tables: DerivedTables>(_ item: JournalItem, to tables: inout Tables)
    throws(Tables.Failure)
  {
    switch item.entry {
    case .transition(let transition):
      let before = try tables.lease(of: transition.lease.address)
      try endSession(of: before, transition, in: &tables)
      try HoldingFold.apply(transition, before: before, at: item.position, to: &tables)
      try tables.put(transition.lease)
      try tables.append(transition, at: item.position)
    case .accounting(let record):
      if let event = AccountingEvent(record) { try SessionFold.apply(event, to: &tables) }
      if let tally = HoldingFold.tally(record) { try tables.add(tally) }
    case .authentication(let record):
      try tables.append(record, at: item.position)
    case .sharedPort(let shared):
      try tables.note(shared)
    }
  }

  /// A lease that ended, or went to another holding, without a Stop: its session's row is closed too.
  private static func endSession<Tables: DerivedTables>(
    of before: Lease?, _ transition: LeaseTransition, in tables: inout Tables
  ) throws(Tables.Failure) {
    guard transition.from.isLive, let cause = terminateCause(of: transition.cause),
      let old = before, let holder = old.holder, old.state.isLive,
      !transition.to.isLive || transition.lease.id != old.id
    else { return }
    try SessionFold.close(
      leaseID: old.id.rawValue, nas: holder.nas, session: holder.session, user: holder.user, at: transition.time,
      cause: cause, in: &tables)
  }

  /// What Acct-Terminate-Cause says of a session whose lease ended so; nil where its own Stop says it.
  package static func terminateCause(of cause: LeaseCause) -> String? {
    switch cause {
    case .stopped: nil
    case .nasReboot: "NAS-Reboot"
    case .sessionTimeout: "Rollcall-Session-Timeout"
    case .silence: "Rollcall-Silence"
    case .rebootInferred: "Rollcall-Reboot-Inferred"
    case .portReused: "Rollcall-Port-Reused"
    case .handedOn: "Rollcall-Handed-On"
    case .disconnected: "Rollcall-Disconnected"
    case .operator: "Rollcall-Operator"
    case .configuration: "Rollcall-Configuration"
    case .offered, .retried, .confirmed, .renewed, .neverStarted, .staleStop, .tokenMismatch, .adopted, .revived,
      .addressMismatch, .conflict, .quarantineOver, .reserved:
      "Rollcall-Lease-Ended"
    }
  }
}
