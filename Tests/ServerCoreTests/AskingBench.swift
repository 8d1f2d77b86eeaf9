import AddressPool
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import ServerCore
import Testing
import Timebase

/// A bench whose one client takes Disconnect-Requests, and the NAS that answers them.
struct AskingBench {
  let bench: Bench
  var nas: TestNAS
  var random: any RandomNumberGenerator
  /// What the engine sent to NASes, and when.
  var requests: [(moment: Moment, bytes: [UInt8], destination: Endpoint)] = []

  static let secret = SharedSecret("dynamic")
  static let port: UInt16 = 3799

  init(
    size: Int = 3, onConflict: DynamicAuthorizationDefinition.OnConflict = .disconnect,
    onSuspect: DynamicAuthorizationDefinition.OnSuspect = .ask, random: any RandomNumberGenerator = Constant.middle,
    pool: (inout PoolDefinition) -> Void = { _ in }
  ) throws {
    bench = try Bench(
      size: size,
      client: {
        $0.dynamicAuthorization = DynamicAuthorizationDefinition(
          port: AskingBench.port, secret: AskingBench.secret, onSuspect: onSuspect, onConflict: onConflict)
      }, pool: pool)
    nas = try TestNAS(name: "tower")
    self.random = random
  }

  // MARK: - Time

  mutating func pass(_ seconds: Int64) { pass(milliseconds: seconds * 1000) }

  /// Lets time pass, and does on the way what the shell would do.
  mutating func pass(milliseconds: Int64) {
    let end = bench.now.moment.advanced(byMilliseconds: milliseconds)
    work()
    while let next = [bench.engine.nextSweep, bench.engine.nextDynamicAuthorization].compactMap({ $0 }).min(),
      next < end
    {
      let moment = max(next, bench.now.moment)
      bench.now = Now(wall: bench.now.wallTime(of: moment), moment: moment)
      work()
    }
    bench.now = Now(wall: bench.now.wallTime(of: end), moment: end)
    work()
  }

  mutating func work() {
    while bench.engine.sweep(now: bench.now) {}
    bench.commit()
    send()
    bench.commit()
  }

  /// Takes what is to be sent.
  mutating func send() {
    bench.engine.advanceDynamicAuthorization(now: bench.now, random: &random)
    for request in bench.engine.takeOutgoing() {
      requests.append((bench.now.moment, request.bytes, request.destination))
    }
  }

  // MARK: - Sessions

  mutating func connect(_ user: String = "alice", _ password: String = "wonder", id: String = "s1") throws
    -> TestSession
  {
    try bench.connect(user, password, id: id, from: &nas)
  }

  /// A session that has outlived its Session-Timeout, and is asked after.
  mutating func suspect() throws -> TestSession {
    let session = try connect()
    pass(86_410)
    #expect(bench.state(try required(session.address)) == .suspect)
    #expect(requests.count == 1)
    return session
  }

  func state(_ session: TestSession) -> LeaseState { session.address.map(bench.state) ?? .free }

  func cause(_ session: TestSession) -> LeaseCause? {
    session.address.flatMap { bench.engine.table.lease(at: $0)?.cause }
  }

  // MARK: - Requests and answers

  /// A request, its proofs checked.
  func packet(_ number: Int, _ location: SourceLocation = #_sourceLocation) throws -> Packet {
    guard requests.indices.contains(number) else {
      Issue.record("only \(requests.count) requests", sourceLocation: location)
      throw Missing()
    }
    let packet = try Packet(decoding: requests[number].bytes)
    #expect(packet.code == .disconnectRequest && packet.types.first == .messageAuthenticator)
    #expect(RequestAuthenticator.isValid(packet, secret: AskingBench.secret))
    #expect(MessageAuthenticator.check(packet, secret: AskingBench.secret) == .valid)
    return packet
  }

  func reply(
    to request: Packet, _ code: PacketCode, cause: UInt32? = nil, isSigned: Bool = false,
    secret: SharedSecret = AskingBench.secret
  ) throws -> [UInt8] {
    var builder = request.response(code)
    if isSigned { try builder.appendMessageAuthenticator() }
    if let cause { try builder.append(.errorCause, integer: cause) }
    var bytes = builder.finish()
    PacketSignature.sign(reply: &bytes, requestAuthenticator: request.authenticator, secret: secret)
    return bytes
  }

  /// The NAS answers a request of ours.
  @discardableResult
  mutating func answer(_ number: Int, _ code: PacketCode, cause: UInt32? = nil, isSigned: Bool = false) throws
    -> DisconnectReception
  {
    let bytes = try reply(to: try packet(number), code, cause: cause, isSigned: isSigned)
    return receive(bytes, from: requests[number].destination)
  }

  @discardableResult
  mutating func receive(_ bytes: [UInt8], from source: Endpoint? = nil) -> DisconnectReception {
    let source = source ?? Endpoint(address: nas.endpoint.address, port: AskingBench.port)
    let reception = bytes.withUnsafeBytes {
      bench.engine.receiveDynamicAuthorization($0, from: source, now: bench.now)
    }
    work()
    return reception
  }

  var counters: DynamicAuthorizationCounters { bench.engine.dynamicAuthorizationCounters }
}

/// A source that always draws the same: the lowest, the middle or the highest of a range.
struct Constant: RandomNumberGenerator {
  let value: UInt64
  mutating func next() -> UInt64 { value }

  /// Not zero: drawing from a range throws a zero back.
  static let lowest = Constant(value: 1 << 20)
  static let middle = Constant(value: 1 << 63)
  static let highest = Constant(value: .max)
}
