import Accounting
import AddressPool
import Authentication
import NetworkAddress
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire
import ServerCore
import Storage
import TestRandom
import Testing
import Timebase

/// An engine with its clocks and an in-memory store: what the shell is to a real one, in the hands of a test.
final class Bench {
  var engine: Engine
  var store: MemoryStore
  var now = Now(wall: Timestamp(seconds: 1_772_000_000), moment: Moment(milliseconds: 5_000_000))
  var random = SeededGenerator(seed: 7)
  var policy: EnginePolicy
  let limits: EngineLimits
  /// What left the server, in order.
  var sent: [Sent] = []

  static let secret = SharedSecret("testing123")
  static let users = """
    alice Cleartext-Password := "wonder"
    bob Cleartext-Password := "builder"
    carol Cleartext-Password := "carol"
    dave Cleartext-Password := "dave", Simultaneous-Use := 1
    fixed Cleartext-Password := "fixed"
        Framed-IP-Address = 10.64.0.250
    short Cleartext-Password := "short"
        Session-Timeout = 600, Acct-Interim-Interval = 120, Reply-Message = "Hello"
    nowhere Cleartext-Password := "nowhere", Pool-Name := "none"
    """

  private static let dictionary = Result { () throws(DictionaryError) in
    let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    return try AttributeDictionary.load(path: root + "/dictionaries/dictionary")
  }

  static func userStore(_ text: String) throws -> UserStore {
    try UserStore.parse(text, file: "users", dictionary: try dictionary.get())
  }

  /// One pool, `main`, of `size` addresses from 10.64.0.1 on, and one client, `lab`, in 127.0.0.0/8.
  init(
    size: Int = 3, users: String = Bench.users, rejectDelay: Int64 = 0, limits: EngineLimits = EngineLimits(),
    client: (inout ClientDefinition) -> Void = { _ in }, pool: (inout PoolDefinition) -> Void = { _ in }
  ) throws {
    var definition = PoolDefinition(name: "main", ranges: [try Bench.range(1, size)])
    pool(&definition)
    var lab = ClientDefinition(name: "lab", block: try required(AddressBlock("127.0.0.0/8")), secret: Bench.secret)
    client(&lab)
    policy = EnginePolicy(
      clients: ClientTable([lab]), pools: [definition], users: try Bench.userStore(users), rejectDelay: rejectDelay)
    self.limits = limits
    store = MemoryStore()
    engine = try Bench.start(policy, limits, store, now)
    _ = commit()
  }

  static func range(_ first: Int, _ last: Int) throws -> AddressRange {
    try required(AddressRange(first: address(first), last: address(last)))
  }

  static func address(_ last: Int) -> IPv4Address { IPv4Address(rawValue: 0x0a40_0000 + UInt32(last)) }

  private static func start(_ policy: EnginePolicy, _ limits: EngineLimits, _ store: MemoryStore, _ now: Now) throws
    -> Engine
  {
    Engine(
      policy: policy, limits: limits, tokenKeys: try store.tokenKeys(),
      challengeKey: [UInt8](repeating: 0x4b, count: 32), recovered: try store.recover(), now: now)
  }

  // MARK: - What the shell does

  func receive(_ bytes: [UInt8], from source: Endpoint, on role: PortRole) -> Reception {
    let socket = SocketID(role: role, index: role == .authentication ? 0 : 1)
    let reception = bytes.withUnsafeBytes {
      engine.receive($0, from: source, on: socket, now: now, random: &random)
    }
    if case .send(let reply) = reception {
      sent.append(Sent(bytes: reply, destination: source, socket: socket))
    }
    return reception
  }

  func receive(_ request: Packet, from nas: TestNAS) -> Reception {
    receive(request.bytes, from: nas.endpoint, on: request.code == .accountingRequest ? .accounting : .authentication)
  }

  /// Writes all that has gathered, and sends what may leave.
  @discardableResult func commit() -> [OutgoingReply] {
    var replies: [OutgoingReply] = []
    while let batch = engine.takeBatch() {
      do throws(StoreError) {
        try store.append(batch.entries)
        replies += engine.commitSucceeded(now: now).replies
      } catch {
        _ = engine.commitFailed(now: now)
      }
    }
    sent += replies.map(Sent.init)
    return replies
  }

  /// Takes the next batch, and says that the disk did not take it.
  func failCommit() {
    guard engine.takeBatch() != nil else { return }
    _ = engine.commitFailed(now: now)
  }

  /// Lets time pass on both clocks; sweeps and sends what is due on the way.
  func pass(milliseconds: Int64) {
    let end = now.moment.advanced(byMilliseconds: milliseconds)
    while let next = [engine.nextSweep, engine.nextDelayedReply].compactMap({ $0 }).min(), next < end {
      advance(to: max(next, now.moment))
      work()
    }
    advance(to: end)
    work()
  }

  func pass(_ seconds: Int64) { pass(milliseconds: seconds * 1000) }

  private func advance(to moment: Moment) { now = Now(wall: now.wallTime(of: moment), moment: moment) }

  private func work() {
    while engine.sweep(now: now) {}
    commit()
    sent += engine.dueReplies(now: now).map(Sent.init)
  }

  /// The process is killed and starts again from the store, `down` seconds later.
  func restart(down: Int64 = 1) throws {
    now = Now(wall: now.wall.advanced(byMilliseconds: down * 1000), moment: Moment(milliseconds: 1000))
    engine = try Bench.start(policy, limits, store, now)
    commit()
  }

  func reload(_ change: (inout EnginePolicy) throws -> Void) throws {
    try change(&policy)
    engine.reload(policy, now: now)
    commit()
  }

  // MARK: - Whole exchanges

  /// Sends a request, commits, and gives the answer, verified; nil: none came. Waits for no delay.
  func exchange(_ request: Packet, from nas: TestNAS) throws -> Packet? {
    let before = sent.count
    _ = receive(request, from: nas)
    commit()
    guard sent.count > before else { return nil }
    #expect(sent.count == before + 1)
    let reply = try Packet(decoding: sent[before].bytes)
    #expect(sent[before].socket.role == (request.code == .accountingRequest ? .accounting : .authentication))
    #expect(sent[before].destination == nas.endpoint && reply.identifier == request.identifier)
    #expect(
      PacketSignature.verify(reply: reply, requestAuthenticator: request.authenticator, secret: nas.secret))
    return reply
  }

  func answer(_ request: Packet, from nas: TestNAS, _ location: SourceLocation = #_sourceLocation) throws -> Packet {
    try required(try exchange(request, from: nas), location)
  }

  // MARK: - What is seen

  var transitions: [LeaseTransition] {
    get throws {
      try journal.compactMap { if case .transition(let transition) = $0 { transition } else { nil } }
    }
  }

  var records: [AccountingRecord] {
    get throws { try journal.compactMap { if case .accounting(let record) = $0 { record } else { nil } } }
  }

  var decisions: [AuthenticationRecord] {
    get throws { try journal.compactMap { if case .authentication(let record) = $0 { record } else { nil } } }
  }

  private var journal: [JournalEntry] {
    get throws { try store.journal(after: JournalPosition(rawValue: 0), limit: 1_000_000).map(\.entry) }
  }

  func state(_ address: IPv4Address) -> LeaseState { engine.table.lease(at: address)?.state ?? .free }

  func count(_ state: LeaseState) -> Int { engine.table.poolCounts[0][state] }

  /// All that must hold whenever nothing is under way.
  func check(_ location: SourceLocation = #_sourceLocation) throws {
    #expect(try faults() == [], sourceLocation: location)
  }

  func faults() throws -> [String] {
    var faults = engine.table.audit().map { "\($0.invariant): \($0.problem)" }
    let counters = engine.counters
    let accounted = counters.replied + counters.replayed + counters.droppedTotal + UInt64(engine.inFlight)
    if counters.received != accounted { faults.append("\(counters.received) received, \(accounted) accounted for") }
    if engine.committedLeases() != Array(try store.recover().leases) {
      faults.append("I5: the store tells another table")
    }
    return faults
  }
}

/// A datagram that left the server.
struct Sent: Equatable {
  var bytes: [UInt8]
  var destination: Endpoint
  var socket: SocketID

  init(bytes: [UInt8], destination: Endpoint, socket: SocketID) {
    self.bytes = bytes
    self.destination = destination
    self.socket = socket
  }

  init(_ reply: OutgoingReply) {
    self.init(bytes: reply.bytes, destination: reply.destination, socket: reply.socket)
  }
}

/// Something that the test went by is not there.
struct Missing: Error {}

func required<Value>(_ value: Value?, _ location: SourceLocation = #_sourceLocation) throws -> Value {
  guard let value else {
    Issue.record("there is nothing", sourceLocation: location)
    throw Missing()
  }
  return value
}

extension Reception {
  var reason: DropReason? { if case .dropped(let reason) = self { reason } else { nil } }
  var isPending: Bool { if case .pending = self { true } else { false } }
  var bytes: [UInt8]? { if case .send(let bytes) = self { bytes } else { nil } }
}

extension Packet {
  func address(_ type: AttributeType) -> IPv4Address? { first(type)?.integer.map(IPv4Address.init(rawValue:)) }
  var types: [AttributeType] { attributes.map(\.type) }
}
