import Accounting
import AddressPool
import Authentication
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import ServerCore
import Storage
import TestRandom
import Testing
import Timebase

/// Seeded traffic, good and hostile, with a disk that fails now and then.
struct Traffic {
  let bench: Bench
  var random: SeededGenerator
  var nases: [TestNAS]
  var stranger: TestNAS
  var recent: [(bytes: [UInt8], source: Endpoint, role: PortRole)] = []
  var sessions: [TestSession] = []
  /// The batch that is on its way to the disk.
  var open: CommitBatch?
  var checks: [(work: PasswordWork, id: VerificationID)] = []

  init(seed: UInt64, bench: Bench) throws {
    self.bench = bench
    random = SeededGenerator(seed: seed)
    nases = [try TestNAS(name: "one"), try TestNAS("127.0.0.2"), try TestNAS("127.0.0.3", name: "three")]
    nases[1].signs = false
    stranger = try TestNAS("192.0.2.1")
    for index in nases.indices { nases[index].random = SeededGenerator(seed: seed &+ UInt64(index)) }
  }

  mutating func step() throws {
    switch random.below(20) {
    case 0..<5: try send(access(), .authentication)
    case 5..<10: try send(account(), .accounting)
    case 10..<12: flip()
    case 12: noise()
    case 13: again()
    case 14: try status()
    case 15..<18: try commit()
    case 18: bench.engine.counters.received.isMultiple(of: 7) ? sweep(3_000_000) : sweep(20_000)
    default: resume()
    }
  }

  /// Everything that is under way comes to its end.
  mutating func settle() throws {
    while !checks.isEmpty { resume() }
    while open != nil { try commit() }
    bench.commit()
    bench.pass(2)
    bench.commit()
  }

  /// The identity of DESIGN §3 alone, which holds at any moment.
  func outcomeFaults() -> [String] {
    let counters = bench.engine.counters
    let accounted = counters.replied + counters.replayed + counters.droppedTotal + UInt64(bench.engine.inFlight)
    return counters.received == accounted ? [] : ["\(counters.received) received, \(accounted) accounted for"]
  }

  // MARK: - Requests

  private mutating func access() throws -> (packet: Packet, source: Endpoint) {
    let index = random.below(nases.count)
    let user = random.chance(8) ? "slow" : random.chance(5) ? "fixed" : "user\(random.below(9))"
    let password = user == "slow" ? "slow" : random.chance(85) ? "any" : "wrong"
    let port = random.chance(60) ? UInt32(random.below(6)) : nil
    let session = random.chance(20) ? "s\(random.below(30))" : ""
    let hasProxyState = random.chance(10)
    let isEAP = random.chance(3)
    if random.chance(2) { nases[index].signs.toggle() }
    let packet = try nases[index].access(user, password) { builder in
      if let port { try builder.append(.nasPort, integer: port) }
      if !session.isEmpty { try builder.append(.acctSessionID, text: session) }
      if hasProxyState { try builder.append(.proxyState, [1, 2]) }
      if isEAP { try builder.append(.eapMessage, [2, 1, 0, 4]) }
    }
    return (packet, nases[index].endpoint)
  }

  private mutating func account() throws -> (packet: Packet, source: Endpoint) {
    let index = random.below(nases.count)
    let status: UInt32 = random.chance(4) ? [7, 8, 9, 15][random.below(4)] : [1, 2, 3, 3][random.below(4)]
    var session = TestSession("user\(random.below(9))", id: "s\(random.below(30))")
    if !sessions.isEmpty, random.chance(80) { session = sessions[random.below(sessions.count)] }
    if random.chance(30) { session.classes = [] }
    if random.chance(30) { session.address = Bench.address(random.below(14)) }
    let delay = random.chance(20) ? UInt32(random.below(100)) : nil
    let hasType = !random.chance(3)
    let octets = UInt32(random.below(100_000))
    var packet = try nases[index].account(status) { builder in
      try session.fill(&builder)
      try builder.append(.acctInputOctets, integer: octets)
      if let delay { try builder.append(.acctDelayTime, integer: delay) }
    }
    if !hasType {
      var bytes = packet.bytes
      // Acct-Status-Type comes first: make it an attribute of no meaning.
      bytes[WireLimits.packetLengthMin] = AttributeType.acctLinkCount.rawValue
      PacketSignature.sign(request: &bytes, secret: Bench.secret)
      packet = try Packet(decoding: bytes)
    }
    return (packet, nases[index].endpoint)
  }

  private mutating func send(_ request: (packet: Packet, source: Endpoint), _ role: PortRole) throws {
    let source = random.chance(2) ? stranger.endpoint : request.source
    deliver(
      request.packet.bytes, source, random.chance(98) ? role : role == .accounting ? .authentication : .accounting)
    guard role == .authentication else { return }
    // What an Accept would say, taken from the table: the reply itself may be lost.
    if let lease = bench.engine.table.leases.first(where: { $0.state == .offered }), let holder = lease.holder {
      var session = TestSession(holder.user, id: holder.session.isEmpty ? "n\(lease.id)" : holder.session)
      session.address = lease.address
      session.port = holder.nasPort
      sessions.append(session)
      if sessions.count > 20 { sessions.removeFirst() }
    }
  }

  private mutating func status() throws {
    let packet = try nases[0].status(signed: random.chance(80))
    deliver(packet.bytes, nases[0].endpoint, random.chance(50) ? .authentication : .accounting)
  }

  /// One bit of a good packet is wrong.
  private mutating func flip() {
    guard !recent.isEmpty else { return }
    var (bytes, source, role) = recent[random.below(recent.count)]
    bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
    deliver(random.chance(20) ? Array(bytes.prefix(random.below(bytes.count))) : bytes, source, role)
  }

  private mutating func noise() {
    let bytes = (0..<random.below(200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    deliver(bytes, nases[0].endpoint, random.chance(50) ? .authentication : .accounting)
  }

  private mutating func again() {
    guard !recent.isEmpty else { return }
    let (bytes, source, role) = recent[recent.count - 1 - random.below(min(8, recent.count))]
    deliver(bytes, source, role)
  }

  private mutating func deliver(_ bytes: [UInt8], _ source: Endpoint, _ role: PortRole) {
    recent.append((bytes, source, role))
    if recent.count > 40 { recent.removeFirst() }
    if case .verify(let work, let id) = bench.receive(bytes, from: source, on: role) { checks.append((work, id)) }
    if recent.last?.bytes.isEmpty ?? false { recent.removeLast() }
  }

  // MARK: - The shell

  /// A batch goes on its way, or the one that is comes back: what arrives in between is decided on top of it.
  private mutating func commit() throws {
    guard let batch = open else {
      open = bench.engine.takeBatch()
      return
    }
    open = nil
    if random.chance(20) {
      _ = bench.engine.commitFailed(now: bench.now)
    } else {
      try bench.store.append(batch.entries)
      bench.sent += bench.engine.commitSucceeded(now: bench.now).replies.map(Sent.init)
    }
  }

  private mutating func sweep(_ bound: Int) { bench.pass(milliseconds: Int64(random.below(bound))) }

  private mutating func resume() {
    guard !checks.isEmpty else { return }
    let (work, id) = checks.removeFirst()
    let resumed = bench.engine.resume(id, work.run(), now: bench.now)
    if let reply = resumed?.reply { bench.sent.append(Sent(reply)) }
  }
}
