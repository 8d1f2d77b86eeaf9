import AddressPool
import NetworkAddress
import ServerCore
import Storage
import Timebase

/// A server of the world with its machine: its engine, disk and clocks, and what the world knows of its promises.
///
/// A class, so that nothing of it is copied where the world looks at it. It lives with its world, on one thread.
final class SimulatedServer {
  /// Its place among the servers.
  let number: UInt8
  /// As the story calls it.
  let name: String
  /// Its addresses, among those of all.
  let addresses: Range<Int>
  let limits: EngineLimits
  let tokenKeys: [TokenKey]
  /// As the operator last wrote it.
  var policy: EnginePolicy
  /// Nil: it is down.
  var engine: Engine?
  var disk: SimulatedDisk

  /// Counts its starts.
  var life: Int32 = 0
  var isTurnScheduled = false
  /// When the timer event that is scheduled will fire; .max: none is.
  var timerAt = Int64.max
  var sweepNotBefore: Int64 = 0
  /// How far its wall clock is from true time, and the monotonic clock of this start.
  var wallOffset: Int64 = 0
  var momentOffset: Int64 = 0
  var restarts: [(time: Int64, offset: Int64)] = []
  /// The last commit that failed.
  var lastTrouble: Int64 = 0
  var hasReloaded = false
  var reservedCount = 0
  var nextAudit = 0

  /// The disk has a batch of which the engine does not know yet that it is there.
  var isAheadOnDisk = false
  /// The events whose records the batch under way has put on disk.
  var freshRecords: [Int32] = []
  /// The session that took each lease; -1: none.
  var sessionByLease: [Int32] = []
  /// The address that each lease number stands for on disk; 0: none.
  var addressByLease: [UInt32] = [0]
  /// Lease numbers below this one were on disk when it last started.
  var leasesAtStart = 0
  /// Leases that an operator took back.
  var releasedLeases: Set<UInt64> = []
  /// Where users have Simultaneous-Use: the user and the number of the lease that is live on each address, by the
  /// ledger, and how many each user has. Empty elsewhere.
  var holders: [(user: Int, lease: UInt64)] = []
  var liveLeases: [Int32] = []

  // MARK: Disconnect-Requests

  /// Asks of this start that ended in an outcome.
  var outcomes: UInt64 = 0
  /// What NASes told it of sessions.
  var answers: [SessionKey: DisconnectAnswers] = [:]
  /// Sessions that an operator wanted ended, and commands that are not done, with the time of each.
  var ordered: Set<SessionKey> = []
  var commands: [CommandID: Int64] = [:]
  /// Of each address the lease whose session's Stop was last waited for, since when, and where the wall clock was then.
  var endingSince: [(lease: LeaseID, time: Int64, offset: Int64)]

  init(_ number: Int, _ scenario: Scenario) {
    self.number = UInt8(number)
    name = scenario.serverCount > 1 ? "server\(number)" : "server"
    addresses = scenario.addresses(of: number)
    limits = scenario.limits
    tokenKeys = [TokenKey(number: 1, bytes: [UInt8](repeating: UInt8(7 + number), count: 32))]
    policy = EnginePolicy(
      clients: scenario.clientTable(),
      pools: scenario.pools.enumerated().map { index, pool in
        var pool = pool
        pool.ranges = [Scenario.range(scenario.addresses(of: number, pool: index))]
        return pool
      },
      users: scenario.userStore(of: number), rejectDelay: scenario.rejectDelay)
    disk = SimulatedDisk(addresses: addresses)
    endingSince = [(lease: LeaseID, time: Int64, offset: Int64)](
      repeating: (LeaseID(rawValue: 0), 0, 0), count: addresses.count)
    if scenario.areUsersBounded {
      holders = [(user: Int, lease: UInt64)](repeating: (-1, 0), count: addresses.count)
      liveLeases = [Int32](repeating: 0, count: scenario.users)
    }
  }

  /// A new process, on what the disk has.
  func start(now: Now) -> Engine {
    let engine = Engine(
      policy: policy, limits: limits, tokenKeys: tokenKeys, challengeKey: [UInt8](repeating: 9, count: 32),
      recovered: disk.recover(), now: now)
    engine.recall(disk.recent, now: now)
    return engine
  }

  /// Its clocks, read together at a true time.
  func clock(_ time: Int64) -> Now {
    Now(
      wall: Timestamp(milliseconds: World.epoch + time + wallOffset),
      moment: Moment(milliseconds: time + momentOffset))
  }
}
