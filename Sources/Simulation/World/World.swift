import AddressPool
import NetworkAddress
import RADIUSCrypto
import ServerCore
import Storage
import Timebase

/// A network of NASes and users, links, disks, clocks, an operator and one server or two: the very engine that the
/// product runs. All of it is decided by one seed.
///
/// It keeps two books. A server keeps its own, as ever. The world keeps the truth: who uses which address, what each
/// NAS was promised, what is on the disks. After every step the two are compared.
package struct World: ~Copyable {
  let options: SimulationOptions
  let scenario: Scenario
  var random: SimulationRandom
  /// Draws the dials alone, so that fewer sessions are a prefix of more.
  var dialRandom: SimulationRandom
  var queue = EventQueue()
  /// Milliseconds of true time since the world began.
  var now: Int64 = 0

  let servers: [SimulatedServer]
  let areNASesAsked: Bool

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
  /// Disconnect-Requests, and which each is, by half of its Request Authenticator.
  var asks: [SimulatedAsk] = []
  var asksByAuthenticator: [UInt64: Int32] = [:]
  /// Sessions of each user that are not over.
  var lines: [Int32]
  /// A bit for each device of a user's that a session of theirs is on, and, where users have Simultaneous-Use, the
  /// session that is up on each of the four; -1: none.
  var stationsInUse: [UInt8]
  var sessionsOnDevices: [Int32] = []
  var dialled = 0
  var liveSessions = 0
  var pendingRequests = 0
  var unsentEvents = 0
  var areFaultsOn: Bool

  // MARK: The truth

  /// The live sessions on each address of the servers' pools.
  var usersOf: [[Int32]]
  var lastUse: [Int64]
  /// The last transition of each address that a packet, an operator or a configuration caused.
  var lastTouch: [Int64]
  /// When each address left its pool's configuration; .max: it is in it.
  var excludedSince: [Int64]
  var report = SimulationReport()
  package var result: SimulationReport { report }
  var violation: Violation?
  /// The server whose step is under way; nil: none's is.
  var acting: SimulatedServer?

  static let secret = SharedSecret("simulated secret")
  /// 2026-01-01T00:00:00Z.
  static let epoch: Int64 = 1_767_225_600_000

  package init(_ options: SimulationOptions) {
    self.options = options
    random = SimulationRandom(seed: options.seed)
    let scenario = Scenario(options, using: &random)
    self.scenario = scenario
    dialRandom = SimulationRandom(seed: ~options.seed)
    areFaultsOn = !options.faults.isEmpty
    areNASesAsked = scenario.areNASesAsked
    servers = (0..<scenario.serverCount).map { SimulatedServer($0, scenario) }
    lines = [Int32](repeating: 0, count: scenario.users)
    stationsInUse = [UInt8](repeating: 0, count: scenario.users)
    usersOf = [[Int32]](repeating: [], count: scenario.addressCount)
    lastUse = [Int64](repeating: 0, count: scenario.addressCount)
    lastTouch = lastUse
    excludedSince = [Int64](repeating: .max, count: scenario.addressCount)
    if scenario.areUsersBounded { sessionsOnDevices = [Int32](repeating: -1, count: 4 * scenario.users) }
    makeNASes()
    report.worlds = 1
  }

  /// Lives through the whole of it. Nil: nothing that must never be was seen.
  package mutating func run() -> Violation? {
    for server in servers { start(server) }
    queue.schedule(.dial, at: 1)
    if areFaultsOn { scheduleFaults() }
    while violation == nil, let entry = queue.next() {
      if !areFaultsOn, dialled >= options.sessions, isQuiet, entry.time > quietEnd {
        now = quietEnd
        break
      }
      now = entry.time
      report.steps += 1
      acting = nil
      handle(entry.event)
      if let acting { check(acting) }
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
    case .takeBatch(let life, let number): if let server = running(number, life) { takeBatch(server) }
    case .sync(let life, let number): if let server = running(number, life) { sync(server) }
    case .commitResult(let life, let number, let succeeded):
      if let server = running(number, life) { commitResult(server, succeeded) }
    case .timer(let life, let number): if let server = running(number, life) { timerFires(server) }
    case .restart(let number): start(servers[Int(number)])
    case .diskFull(let number): diskFills(servers[Int(number)])
    case .clockStep(let number): clockSteps(servers[Int(number)])
    case .operatorActs: operatorActs()
    }
  }

  /// The server, if it is still the process that scheduled the event.
  private func running(_ number: UInt8, _ life: Int32) -> SimulatedServer? {
    let server = servers[Int(number)]
    return server.life == life ? server : nil
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
