import AddressPool
import NetworkAddress
import RADIUSCrypto
import ServerCore
import Storage
import Timebase

/// A network of NASes and users, links, a disk, clocks, an operator and one server: the very engine that the product
/// runs. All of it is decided by one seed.
///
/// It keeps two books. The server keeps its own, as ever. The world keeps the truth: who uses which address, what each
/// NAS was promised, what is on the disk. After every step the two are compared.
package struct World: ~Copyable {
  let options: SimulationOptions
  let scenario: Scenario
  var random: SimulationRandom
  /// Draws the dials alone, so that fewer sessions are a prefix of more.
  var dialRandom: SimulationRandom
  var queue = EventQueue()
  /// Milliseconds of true time since the world began.
  var now: Int64 = 0

  // MARK: The server and its machine

  var engine: Engine?
  var policy: EnginePolicy
  var limits = EngineLimits()
  var disk: SimulatedDisk
  /// Counts the server's starts.
  var life: Int32 = 0
  var isTurnScheduled = false
  /// When the timer event that is scheduled will fire; .max: none is.
  var timerAt = Int64.max
  var sweepNotBefore: Int64 = 0
  /// How far the wall clock is from true time, and the monotonic clock of this start.
  var wallOffset: Int64 = 0
  var momentOffset: Int64 = 0
  /// The events whose records the batch under way has put on disk.
  var freshRecords: [Int32] = []

  // MARK: The others

  var nases: [SimulatedNAS] = []
  var sessions: [SimulatedSession] = []
  /// The Class of each session.
  var tokens: [UInt8] = []
  /// The request that waits under each Identifier and port role of each NAS; -1: none.
  var waiting: [Int32] = []
  /// Live sessions of each NAS, for a reboot to end, and the ports that are free again.
  var liveOn: [[Int32]] = []
  var freePorts: [[Int32]] = []
  var requests: [PendingRequest] = []
  var freeRequests: [Int32] = []
  var events: [ReportedEvent] = []
  var eventByAuthenticator = AuthenticatorTable()
  var datagrams: [Datagram] = []
  var freeDatagrams: [Int32] = []
  /// Sessions of each user that are not over.
  var lines: [Int32]
  /// A bit for each device of a user's that a session of theirs is on.
  var stationsInUse: [UInt8]
  var dialled = 0
  var liveSessions = 0
  var pendingRequests = 0
  var unsentEvents = 0
  var areFaultsOn: Bool

  // MARK: The truth

  /// The live sessions on each address of the pool.
  var usersOf: [[Int32]]
  var lastUse: [Int64]
  /// The last transition of each address that a packet, an operator or a configuration caused.
  var lastTouch: [Int64]
  /// When each address left the pool's configuration; .max: it is in it.
  var excludedSince: [Int64]
  /// The session that took each lease; -1: none.
  var sessionByLease: [Int32] = []
  /// The address that each lease number stands for on disk; 0: none.
  var addressByLease: [UInt32] = [0]
  var restarts: [(time: Int64, offset: Int64)] = []
  /// Lease numbers below this one were on disk when the server last started.
  var leasesAtStart = 0
  var lastTrouble: Int64 = 0
  var lastStep: Int64 = -1
  var nextAudit = 0
  /// The disk has a batch of which the engine does not know yet that it is there.
  var isAheadOnDisk = false
  var reservedCount = 0
  var releasedLeases: Set<UInt64> = []
  var hasReloaded = false
  var report = SimulationReport()
  package var result: SimulationReport { report }
  var violation: Violation?
  /// Whether the step under way was one of the server's.
  var hasServerActed = false

  static let secret = SharedSecret("simulated secret")
  /// 2026-01-01T00:00:00Z.
  static let epoch: Int64 = 1_767_225_600_000

  package init(_ options: SimulationOptions) {
    self.options = options
    random = SimulationRandom(seed: options.seed)
    scenario = Scenario(options, using: &random)
    dialRandom = SimulationRandom(seed: ~options.seed)
    areFaultsOn = !options.faults.isEmpty
    disk = SimulatedDisk(addresses: scenario.poolSize)
    lines = [Int32](repeating: 0, count: scenario.users)
    stationsInUse = [UInt8](repeating: 0, count: scenario.users)
    usersOf = [[Int32]](repeating: [], count: scenario.poolSize)
    lastUse = [Int64](repeating: 0, count: scenario.poolSize)
    lastTouch = lastUse
    excludedSince = [Int64](repeating: .max, count: scenario.poolSize)
    guard let block = AddressBlock("192.0.2.0/24") else { preconditionFailure("192.0.2.0/24 is a block") }
    policy = EnginePolicy(
      clients: ClientTable([ClientDefinition(name: "sim", block: block, secret: World.secret)]),
      pools: [scenario.pool], users: scenario.userStore(), rejectDelay: scenario.rejectDelay)
    limits.commitBatch = scenario.commitBatch
    limits.duplicateCacheEntries = scenario.duplicateCacheEntries
    makeNASes()
    report.worlds = 1
  }

  /// Lives through the whole of it. Nil: nothing that must never be was seen.
  package mutating func run() -> Violation? {
    startServer()
    queue.schedule(.dial, at: 1)
    if areFaultsOn { scheduleFaults() }
    while violation == nil, let entry = queue.next() {
      if !areFaultsOn, dialled >= options.sessions, isQuiet, entry.time > quietEnd {
        now = quietEnd
        break
      }
      now = entry.time
      report.steps += 1
      hasServerActed = false
      handle(entry.event)
      if hasServerActed { check() }
    }
    if violation == nil { checkEnd() }
    report.simulatedTime = now
    return violation
  }

  private mutating func handle(_ event: WorldEvent) {
    switch event {
    case .dial: dial()
    case .redial(let session): redial(session)
    case .datagramToServer(let index): serverReceives(index)
    case .datagramToNAS(let index): nasReceives(index)
    case .retry(let request, let generation): retry(request, generation: generation)
    case .sendAccounting(let event): sendAccounting(event)
    case .interim(let session): interim(session)
    case .hangUp(let session): hangUp(session)
    case .reboot(let nas): reboot(nas)
    case .bootDone(let nas): bootDone(nas)
    case .outage(let nas): outage(nas)
    case .takeBatch(let life): if life == self.life { takeBatch() }
    case .sync(let life): if life == self.life { sync() }
    case .commitResult(let life, let succeeded): if life == self.life { commitResult(succeeded) }
    case .timer(let life): if life == self.life { timerFires() }
    case .restart: startServer()
    case .diskFull: diskFills()
    case .clockStep: clockSteps()
    case .operatorActs: operatorActs()
    case .audit: break
    }
  }

  /// The server's clocks, read together.
  var clock: Now {
    Now(
      wall: Timestamp(milliseconds: World.epoch + now + wallOffset), moment: Moment(milliseconds: now + momentOffset))
  }

  mutating func fail(_ rule: String, _ problem: String, address: UInt32? = nil) {
    guard violation == nil else { return }
    violation = Violation(
      rule: rule, problem: problem, address: address.map(IPv4Address.init(rawValue:)), step: report.steps, time: now)
    trace("VIOLATION \(rule): \(problem)")
  }

  func trace(_ line: @autoclosure () -> String) {
    guard let trace = options.trace else { return }
    trace("\(World.clock(now)) \(line())")
  }

  /// `h:mm:ss.mmm` of simulated time.
  package static func clock(_ time: Int64) -> String {
    func padded(_ number: Int64, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let seconds = time / 1000
    return "\(seconds / 3600):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2)).\(padded(time % 1000, 3))"
  }
}
