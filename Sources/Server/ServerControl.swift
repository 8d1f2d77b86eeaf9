import AddressPool
import Admin
import Glibc
import Logging
import NetworkAddress
import ServerCore
import Storage
import Timebase

/// What the control socket reads and does, on the running server.
///
/// Leases come from the engine as the disk has them, so that the lease table and the ledger tell of the same moment.
struct ServerControl: ControlTarget {
  let plane: DataPlane
  let fold: FoldLoop
  let logs: [LogLoop]
  let replayFilter = ReplayFilter()
  let reloader: @Sendable () async throws(ServerError) -> ReloadReport
  let started: Now

  func pools() async throws(ControlError) -> [PoolDefinition] {
    try await reading { plane, _ in plane.engine.policy.pools }
  }

  func leases() async throws(ControlError) -> [Lease] {
    try await reading { plane, _ in plane.engine.committedLeases() }
  }

  func lease(of address: IPv4Address) async throws(ControlError) -> Lease? {
    try await reading { plane, _ in plane.engine.committedLease(at: address) }
  }

  func poolSummaries() async throws(ControlError) -> [PoolSummary] {
    try await reading { plane, _ in plane.engine.table.poolCounts.map(ReadModel.summary(of:)) }
  }

  func history(of address: IPv4Address) async throws(ControlError) -> [LedgerEntry] {
    try await storing { store throws(StoreError) in try store.history(of: address) }
  }

  func recordedSessions(_ filter: SessionFilter) async throws(ControlError) -> [SessionRow] {
    try await storing { store throws(StoreError) in
      try store.sessions(filter)
    }
  }

  func ledger(after position: JournalPosition, limit: Int) async throws(ControlError) -> LedgerPage {
    let items = try await storing { store throws(StoreError) in try store.journal(after: position, limit: limit) }
    return LedgerPage(items: items, after: position)
  }

  /// The table's own invariants, and the ledger against the table, both as of one commit.
  func audit() async throws(ControlError) -> AuditReport {
    let snapshot = try await reading { plane, _ in
      (
        leases: plane.engine.committedLeases(), findings: plane.engine.table.audit(), position: plane.position,
        pools: plane.engine.policy.pools
      )
    }
    // Retention may cut the journal meanwhile: cut and entries are read as of one moment.
    var report = try await storing { store throws(StoreError) -> AuditReport in
      var recount = Recount(pools: snapshot.pools)
      try store.eachTransition(through: snapshot.position, begin: { recount.begin(after: $0) }) {
        recount.follow($0.transition)
      }
      return recount.report(leases: snapshot.leases)
    }
    report.faults += snapshot.findings.map(AuditFault.init)
    return report
  }

  func release(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  {
    let note = `operator`.note(reason: reason)
    return try await commanding(address) { engine, now in
      guard engine.table.lease(at: address)?.state != .reserved else {
        throw ControlError(.refused, "\(address) is reserved; `pool unreserve` gives it back to its pool")
      }
      return try engine.release(address, note: note, now: now)
    }
  }

  func reserve(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  {
    let note = `operator`.note(reason: reason)
    return try await commanding(address) { engine, now in try engine.reserve(address, note: note, now: now) }
  }

  func unreserve(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  {
    let note = `operator`.note(reason: reason)
    return try await commanding(address) { engine, now in
      guard engine.table.lease(at: address)?.state == .reserved else {
        throw ControlError(.refused, "\(address) is not reserved")
      }
      return try engine.release(address, note: note, now: now)
    }
  }

  /// The store keeps the key before the engine signs with it.
  func rotateTokenKey(by operator: Operator) async throws(ControlError) -> TokenRotation {
    let keys = try await storing { store throws(StoreError) in
      try store.rotateTokenKey()
      return try store.tokenKeys()
    }
    _ = try await reading { plane, _ in plane.engine.use(tokenKeys: keys) }
    plane.logger.notice(
      "token.rotated", metadata: ["key": "\(keys.first?.number ?? 0)", "by": "\(`operator`.name)"])
    return TokenRotation(keys)
  }

  func status() async throws(ControlError) -> ServerStatus {
    let started = started
    let (fold, logs) = (fold, logs)
    return try await reading { plane, now in
      let counters = plane.engine.counters
      let alarms = ServerControl.alarms(plane, fold, logs, now: now)
      let health: ServerHealth = plane.storeFailure != nil ? .failing : alarms.isEmpty ? .ok : .degraded
      var dropped: [String: UInt64] = [:]
      for reason in DropReason.allCases { dropped[reason.rawValue] = counters[reason] }
      return ServerStatus(
        received: counters.received, replied: counters.replied, replayed: counters.replayed, dropped: dropped,
        inFlight: UInt64(plane.engine.inFlight), health: health,
        time: now.wall, uptimeSeconds: started.moment.milliseconds(to: now.moment) / 1000, started: started.wall,
        version: RollcallVersion.current, processID: getpid(),
        counters: [
          "accepts": counters.accepts, "rejects": counters.rejects, "challenges": counters.challenges,
          "accountingRecords": counters.accountingRecords, "accountingDuplicates": counters.accountingDuplicates,
          "poolEmpty": counters.poolEmpty, "conflicts": counters.conflicts, "countersFell": counters.countersFell,
          "addressMismatches": counters.addressMismatches, "stale": counters.stale,
          "tokenMismatches": counters.tokenMismatches,
          "wrongTokens": counters.wrongTokens, "nasReboots": counters.nasReboots,
          "rebootsInferred": counters.rebootsInferred, "rebootsRefuted": counters.rebootsRefuted,
          "failedCommits": counters.failedCommits,
          "journalEntries": plane.position.rawValue, "socketOverflow": plane.overflowed,
        ].merging(plane.engine.dynamicAuthorizationCounters.named) { $1 }, alarms: alarms)
    }
  }

  func reload(by operator: Operator) async throws(ControlError) -> ReloadReport {
    do throws(ServerError) {
      return try await reloader()
    } catch {
      throw ControlError(.unavailable, error.description)
    }
  }

  private static func alarms(_ plane: DataPlane, _ fold: FoldLoop, _ logs: [LogLoop], now: Now) -> [HealthAlarm] {
    var alarms: [HealthAlarm] = []
    if let failure = plane.storeFailure {
      alarms.append(
        HealthAlarm(
          id: "store.commitFailed", since: failure.since,
          message: "nothing can be recorded, so nothing is answered: \(failure.problem)"))
    }
    if let failure = fold.failure {
      alarms.append(
        HealthAlarm(
          id: "store.foldFailed", since: failure.since,
          message: "reports stand still; nothing is lost, the journal has it: \(failure.problem)"))
    }
    for log in logs {
      guard let failure = log.failure else { continue }
      alarms.append(
        HealthAlarm(
          id: "records.logFailed", since: failure.since,
          message: "the log \(log.name) stands still; nothing is lost, it is written once that is mended: "
            + failure.problem))
    }
    for brake in plane.engine.table.massBrakes(now: now) {
      alarms.append(
        HealthAlarm(
          id: "pool.massBrake", since: brake.since,
          message: "many sessions of pool \(brake.pool) fell silent at once, which says more about the path to this "
            + "server than about them; their leases end one quarantine later"))
    }
    return alarms
  }

  // MARK: - Crossing over to the loop and to the store

  func reading<Value: Sendable>(_ body: @escaping @Sendable (DataPlane, Now) -> Value)
    async throws(ControlError) -> Value
  {
    do { return try await plane.read(body) } catch { throw ControlError(.unavailable, "\(error)") }
  }

  /// Reads the store on a thread that may wait for the disk.
  func storing<Value: Sendable>(_ body: @escaping @Sendable (any Store) throws(StoreError) -> Value)
    async throws(ControlError) -> Value
  {
    do { return try await plane.onStore(body) } catch {
      throw ControlError(.unavailable, (error as? StoreError)?.message ?? "\(error)")
    }
  }

  func commanding(
    _ address: IPv4Address,
    _ body: @escaping @Sendable (Engine, Now) throws -> (CommandID, LeaseTransition)
  ) async throws(ControlError) -> LeaseTransition {
    do {
      return try await plane.command(body)
    } catch let error as ControlError {
      throw error
    } catch let refusal as OperatorRefusal {
      throw refusal.controlError(address)
    } catch {
      throw ControlError(.unavailable, "it could not be recorded: \((error as? StoreError)?.message ?? "\(error)")")
    }
  }
}

extension OperatorRefusal {
  fileprivate func controlError(_ address: IPv4Address) -> ControlError {
    switch self {
    case .unknownAddress: ControlError(.notFound, "\(address) lies in no pool")
    case .alreadyFree: ControlError(.refused, "\(address) is free already")
    case .isStatic:
      ControlError(.refused, "\(address) is a user's static address; change Framed-IP-Address in the users file")
    case .alreadyReserved: ControlError(.refused, "\(address) is reserved already")
    }
  }
}
