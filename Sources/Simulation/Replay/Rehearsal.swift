import AddressPool
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
package import ServerCore
import Storage
import Timebase

/// Recorded traffic, fed through the very engine under a configuration: `rollcall simulate --replay`.
///
/// Each recorded session asks for an address when it began, and then does what its NAS did: it starts, sends an Interim
/// as often as the configuration asks for where it sent any, and stops where a Stop was recorded. Time is the records'.
package struct Rehearsal {
  private enum Step { case dial, interim, end, vanish }

  private struct Due: Comparable {
    var time: Timestamp
    /// At one instant what ends goes first: its address may serve what begins.
    var rank: Int
    var number: Int
    var step: Step
    static func < (left: Due, right: Due) -> Bool {
      (left.time, left.rank, left.number) < (right.time, right.rank, right.number)
    }
    static func == (left: Due, right: Due) -> Bool {
      (left.time, left.rank, left.number) == (right.time, right.rank, right.number)
    }
  }

  /// A session that has its address.
  private struct Grant {
    var address: UInt32
    var token: [UInt8]
    var interval: Int64
  }

  private let traffic: RecordedTraffic
  private let clients: ClientTable
  private let engine: Engine
  private var random = SimulationRandom(seed: 1)
  private var time: Timestamp
  private let start: Timestamp
  private var queue = DueQueue<Due>()
  private var grants: [Int: Grant] = [:]
  private var users: [UInt32: Int] = [:]
  private var sessionOfLease: [LeaseID: Int] = [:]
  /// What an address was last held by, and what put that to rest.
  private var holding: [IPv4Address: (lease: LeaseID, rest: LeaseCause?)] = [:]
  /// Sessions that may have been up still when the records end.
  private var open: Set<Int> = []
  private var identifier: UInt8 = 0
  private var idle: [Int64] = []
  package private(set) var report: RehearsalReport

  /// Where a pool was empty, all of it is run once more with room for everybody, to see how large it should be.
  ///
  /// - Parameter policy: as in ``init(_:policy:limits:)``.
  package static func run(
    _ traffic: RecordedTraffic, policy: EnginePolicy, limits: EngineLimits, advance: (Int) -> Void = { _ in }
  ) -> RehearsalReport {
    var rehearsal = Rehearsal(traffic, policy: policy, limits: limits)
    var report = rehearsal.run(advance: advance)
    guard report.pools.contains(where: { $0.rejected > 0 }) else { return report }
    var roomy = policy
    for index in roomy.pools.indices {
      // Class E: no pool of a configuration is there.
      let first = 0xf000_0000 + UInt32(index % 256) << 20
      if let range = AddressRange(
        first: IPv4Address(rawValue: first), last: IPv4Address(rawValue: first + (1 << 20) - 1))
      {
        roomy.pools[index].ranges.append(range)
      }
    }
    var again = Rehearsal(traffic, policy: roomy, limits: limits)
    let enough = again.run(advance: advance)
    for index in report.pools.indices { report.pools[index].needed = enough.pools[index].peak }
    return report
  }

  /// - Parameter policy: users are let in whatever they prove, since records tell no passwords.
  package init(_ traffic: RecordedTraffic, policy: EnginePolicy, limits: EngineLimits) {
    self.traffic = traffic
    var policy = policy
    policy.rejectDelay = 0
    clients = policy.clients
    start = (traffic.first ?? Timestamp(rawValue: 0)).advanced(byMilliseconds: -60_000)
    time = start
    engine = Engine(
      policy: policy, limits: limits, tokenKeys: [TokenKey(number: 1, bytes: [UInt8](repeating: 1, count: 32))],
      challengeKey: [UInt8](repeating: 2, count: 32),
      recovered: RecoveredState(leases: [], lastLeaseID: LeaseID(rawValue: 0), position: JournalPosition(rawValue: 0)),
      now: Rehearsal.now(start, start: start))
    report = RehearsalReport(
      pools: engine.table.poolCounts.map { RehearsalReport.Pool(pool: $0.pool, size: $0.size) })
    report.records = traffic.records
    report.from = traffic.first?.rfc3339 ?? ""
    report.until = traffic.last?.rfc3339 ?? ""
  }

  private static func now(_ time: Timestamp, start: Timestamp) -> Now {
    Now(wall: time, moment: Moment(milliseconds: 1_000_000 + start.milliseconds(to: time)))
  }

  private var now: Now { Rehearsal.now(time, start: start) }

  /// Runs all of it, and then waits until no lease has a deadline any more. `advance`: so many sessions are done.
  package mutating func run(advance: (Int) -> Void = { _ in }) -> RehearsalReport {
    commit()
    for (number, session) in traffic.sessions.enumerated() {
      queue.insert(Due(time: session.begin, rank: 2, number: number, step: .dial))
    }
    let reboots = traffic.reboots.sorted { $0.time < $1.time }
    var nextReboot = 0
    while let due = queue.popMin() {
      while nextReboot < reboots.count, reboots[nextReboot].time <= due.time {
        pass(to: reboots[nextReboot].time)
        rebooted(reboots[nextReboot])
        nextReboot += 1
      }
      pass(to: due.time)
      switch due.step {
      case .dial:
        dial(due.number)
        advance(1)
      case .interim: interim(due.number)
      case .end: end(due.number, stops: true)
      case .vanish: end(due.number, stops: false)
      }
    }
    settle()
    return report
  }

  // MARK: - Time

  private mutating func pass(to end: Timestamp) {
    guard end > time else { return }
    let moment = Rehearsal.now(end, start: start).moment
    while let next = engine.nextSweep, next <= moment {
      time = max(time, start.advanced(byMilliseconds: next.rawValue - 1_000_000))
      _ = engine.sweep(now: now)
      commit()
    }
    time = end
  }

  /// Ten times the longest deadline there can be is long enough for whatever comes back at all.
  private mutating func settle() {
    let end = now.moment.advanced(byMilliseconds: 10 * 366 * 86_400_000)
    while let next = engine.nextSweep, next <= end {
      time = max(time, start.advanced(byMilliseconds: next.rawValue - 1_000_000))
      _ = engine.sweep(now: now)
      commit()
    }
    report.stillHeld = engine.table.leases.count { $0.state.needsDeadline }
    if !idle.isEmpty {
      report.idleMeanSeconds = Double(idle.reduce(0, +)) / Double(idle.count) / 1000
      report.idleLongestSeconds = Double(idle.max() ?? 0) / 1000
    }
    for index in report.pools.indices where report.pools[index].rejected == 0 {
      report.pools[index].needed = report.pools[index].peak
    }
  }

  // MARK: - What sessions do

  private mutating func dial(_ number: Int) {
    let session = traffic.sessions[number]
    report.asks += 1
    guard let reply = send(.accessRequest, session.source, session.octets) else {
      report.rejected["unanswered", default: 0] += 1
      return
    }
    for event in engine.takeEvents() {
      switch event {
      case .poolEmpty(let pool, _, _), .acceptedWithoutAddress(let pool, _, _):
        if let index = report.pools.firstIndex(where: { $0.pool == pool }) { report.pools[index].rejected += 1 }
        report.rejected["poolEmpty", default: 0] += 1
      case .rejected(_, _, _, let reason, _) where reason != "poolEmpty":
        report.rejected[reason, default: 0] += 1
      default: break
      }
    }
    let accept = ReplyReader(reply)
    guard reply[0] == PacketCode.accessAccept.rawValue, accept.address > 0 else { return }
    let address = accept.address
    grants[number] = Grant(
      address: address, token: accept.classOctets(of: reply), interval: Int64(accept.interval) * 1000)
    if accept.lease != 0 { sessionOfLease[LeaseID(rawValue: accept.lease)] = number }
    if let other = users.updateValue(number, forKey: address), other != number, grants[other] != nil {
      report.lostAddress += 1
    }
    guard session.becameSession else {
      sample()
      grants[number] = nil
      users[address] = nil
      return
    }
    report.sessions += 1
    account(.start, number)
    let timeout = Int64(accept.sessionTimeout) * 1000
    let interval = Int64(accept.interval) * 1000
    let isCut = timeout > 0 && session.begin.milliseconds(to: session.lastHeard) > timeout
    if isCut { report.cutShort += 1 }
    // For two intervals, or where it never reports for the whole of its time, nobody can tell.
    let heard =
      session.reports
      ? session.lastHeard.advanced(byMilliseconds: 2 * interval)
      : session.begin
        .advanced(byMilliseconds: timeout)
    if !session.hasStop, !isCut, let last = traffic.last, heard > last {
      report.openAtEnd += 1
      open.insert(number)
    }
    if session.reports { scheduleInterim(number) }
    let end = isCut ? session.begin.advanced(byMilliseconds: timeout) : session.lastHeard
    queue.insert(
      Due(time: end, rank: 0, number: number, step: session.hasStop || isCut ? .end : .vanish))
  }

  private mutating func scheduleInterim(_ number: Int) {
    guard let grant = grants[number], grant.interval > 0 else { return }
    let next = time.advanced(byMilliseconds: grant.interval)
    guard next < traffic.sessions[number].lastHeard else { return }
    queue.insert(Due(time: next, rank: 1, number: number, step: .interim))
  }

  private mutating func interim(_ number: Int) {
    guard grants[number] != nil else { return }
    account(.interim, number)
    scheduleInterim(number)
  }

  private mutating func end(_ number: Int, stops: Bool) {
    guard let grant = grants[number] else { return }
    if stops {
      account(.stop, number)
    } else {
      // Its last Interim may have been this sign of life.
      if traffic.sessions[number].reports { account(.interim, number) }
      if !open.contains(number) { report.withoutStop += 1 }
    }
    grants[number] = nil
    if users[grant.address] == number { users[grant.address] = nil }
  }

  private enum Status: UInt32 { case start = 1, stop = 2, interim = 3 }

  private mutating func account(_ status: Status, _ number: Int) {
    guard let grant = grants[number] else { return }
    let session = traffic.sessions[number]
    var octets: [UInt8] = [AttributeType.acctStatusType.rawValue, 6, 0, 0, 0, UInt8(status.rawValue)]
    octets += [AttributeType.acctSessionID.rawValue, UInt8(min(session.name.count, 253) + 2)]
    octets += session.name.prefix(253)
    octets += Rehearsal.integer(
      .acctSessionTime, UInt32(clamping: max(0, session.begin.milliseconds(to: time)) / 1000))
    if session.sendsAddress { octets += Rehearsal.integer(.framedIPAddress, grant.address) }
    if session.echoesClass, !grant.token.isEmpty {
      octets += [AttributeType.classAttribute.rawValue, UInt8(grant.token.count + 2)] + grant.token
    }
    _ = send(.accountingRequest, session.source, octets + session.octets)
    if status == .start { sample() }
  }

  private mutating func rebooted(_ reboot: RecordedReboot) {
    let status = Rehearsal.integer(.acctStatusType, 7)
    _ = send(.accountingRequest, reboot.source, status + reboot.octets)
  }

  private static func integer(_ type: AttributeType, _ value: UInt32) -> [UInt8] {
    [type.rawValue, 6] + (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) }
  }

  // MARK: - The server

  /// Sends a request and returns its answer; nil: there is none.
  private mutating func send(_ code: PacketCode, _ source: Endpoint, _ octets: [UInt8]) -> [UInt8]? {
    guard let index = clients.index(of: source.address) else { return nil }
    identifier &+= 1
    let socket = SocketID(role: code == .accessRequest ? .authentication : .accounting, index: 0)
    var packet = PacketBuilder(
      code: code, identifier: identifier, authenticator: authenticator(), capacity: octets.count + 40)
    do {
      if code == .accessRequest { try packet.appendMessageAuthenticator() }
      try packet.appendRaw(octets)
    } catch {
      return nil
    }
    var bytes = packet.finish()
    PacketSignature.sign(request: &bytes, secret: clients.clients[index].secret)
    let reception = bytes.withUnsafeBytes {
      engine.receive($0, from: source, on: socket, now: now, random: &random)
    }
    if case .send(let reply) = reception { return reply }
    return commit().first { $0.bytes[1] == identifier }?.bytes
  }

  private mutating func authenticator() -> Authenticator {
    var octets = InlineArray<16, UInt8>(repeating: 0)
    for half in 0..<2 {
      let drawn = random.next()
      for place in 0..<8 { octets[half * 8 + place] = UInt8(truncatingIfNeeded: drawn >> UInt64(8 * place)) }
    }
    return Authenticator(octets)
  }

  /// Takes what is decided as written, and returns the answers.
  @discardableResult
  private mutating func commit() -> [OutgoingReply] {
    var replies: [OutgoingReply] = []
    while let batch = engine.takeBatch() {
      for entry in batch.entries { if case .transition(let transition) = entry { follow(transition) } }
      replies += engine.commitSucceeded(now: now).replies
    }
    return replies
  }

  /// The address of a session whose NAS never told of its end is back.
  private mutating func follow(_ transition: LeaseTransition) {
    let lease = transition.lease
    if let before = holding[lease.address], before.lease != lease.id {
      isBack(before.lease, by: before.rest ?? transition.cause, at: transition.time)
    }
    switch transition.to {
    case .free, .reserved:
      let rest = holding.removeValue(forKey: lease.address)?.rest
      isBack(
        lease.id, by: transition.cause == .quarantineOver ? rest ?? .quarantineOver : transition.cause,
        at: transition.time)
    case .quarantined: holding[lease.address] = (lease.id, transition.cause)
    case .offered, .active, .suspect: holding[lease.address] = (lease.id, nil)
    }
  }

  private mutating func isBack(_ lease: LeaseID, by cause: LeaseCause, at time: Timestamp) {
    guard let number = sessionOfLease.removeValue(forKey: lease) else { return }
    let session = traffic.sessions[number]
    guard session.becameSession, !session.hasStop, !open.contains(number), cause != .stopped else { return }
    report.leaksAvoided[cause.name, default: 0] += 1
    idle.append(max(0, session.lastHeard.milliseconds(to: time)))
  }

  private mutating func sample() {
    for (index, count) in engine.table.poolCounts.enumerated() {
      let used = count.size - count[.free] - count[.reserved]
      if used > report.pools[index].peak {
        report.pools[index].peak = used
        report.pools[index].peakTime = time.rfc3339
        report.pools[index].peakActive = count[.active]
      }
    }
  }
}
