import Accounting
import AddressPool
import Authentication
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import ServerCore
import Testing
import Timebase

/// What is let in, and what is dropped for which reason.
@Suite struct DoorTests {
  @Test func aStrangerIsNeverAnswered() throws {
    let bench = try Bench()
    var stranger = try TestNAS("192.0.2.1")
    #expect(bench.receive(try stranger.access("alice", "wonder"), from: stranger).reason == .unknownClient)
    #expect(bench.receive(try stranger.account(7), from: stranger).reason == .unknownClient)
    #expect(bench.receive(try stranger.status(), from: stranger).reason == .unknownClient)
    #expect(bench.commit().isEmpty && bench.engine.counters[.unknownClient] == 3)
    try bench.check()
  }

  @Test(arguments: [1, 2, 3, 4, 5, 11, 12, 40, 43, 0, 255] as [UInt8], [PortRole.authentication, .accounting])
  func everyPortHasItsCodes(code: UInt8, role: PortRole) throws {
    let bench = try Bench()
    let nas = try TestNAS()
    let builder = PacketBuilder(code: PacketCode(rawValue: code), identifier: 1)
    let reason = bench.receive(builder.finish(), from: nas.endpoint, on: role).reason
    let belongs = code == 12 || code == (role == .authentication ? 1 : 4)
    #expect((reason == .wrongCode) == !belongs)
    try bench.check()
  }

  @Test func lengthsAreChecked() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let bytes = try nas.access("alice", "wonder").bytes
    #expect(bench.receive([], from: nas.endpoint, on: .authentication).reason == .tooShort)
    #expect(bench.receive(Array(bytes[..<19]), from: nas.endpoint, on: .authentication).reason == .tooShort)
    #expect(bench.receive(Array(bytes.dropLast()), from: nas.endpoint, on: .authentication).reason == .tooShort)
    var broken = bytes
    broken[21] = 1
    #expect(bench.receive(broken, from: nas.endpoint, on: .authentication).reason == .malformed)
    #expect(bench.receive(bytes + [0, 0, 0], from: nas.endpoint, on: .authentication).isPending, "padding is ignored")
    try bench.check()
  }

  @Test func accountingProvesItsSecret() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    nas.secret = SharedSecret("wrong")
    #expect(bench.receive(try nas.account(7), from: nas).reason == .badAuthenticator)
    try bench.check()
  }

  @Test func accountingWithoutAStatusTypeIsDropped() throws {
    let bench = try Bench()
    let nas = try TestNAS()
    var bytes = PacketBuilder(code: .accountingRequest, identifier: 1).finish()
    PacketSignature.sign(request: &bytes, secret: nas.secret)
    #expect(bench.receive(bytes, from: nas.endpoint, on: .accounting).reason == .missingStatusType)
    #expect(bench.receive(bytes, from: nas.endpoint, on: .accounting).reason == .missingStatusType)
    try bench.check()
  }

  @Test(arguments: [9, 10, 12, 15, 99] as [UInt32])
  func otherStatusTypesAreRecordedAndAnswered(status: UInt32) throws {
    let bench = try Bench()
    var nas = try TestNAS()
    #expect(try bench.answer(try nas.account(status), from: nas).code == .accountingResponse)
    #expect(try bench.records.count == 1)
    try bench.check()
  }

  // MARK: - Message-Authenticator (CVE-2024-3596)

  @Test func aWrongMessageAuthenticatorIsDropped() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    nas.secret = SharedSecret("wrong")
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).reason == .badMessageAuthenticator)
    try bench.check()
  }

  @Test func yesRequiresIt() throws {
    let bench = try Bench(client: { $0.requireMessageAuthenticator = .yes })
    var nas = try TestNAS()
    nas.signs = false
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).reason == .missingMessageAuthenticator)
    nas.signs = true
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).isPending)
    try bench.check()
  }

  @Test func noNeverRequiresIt() throws {
    let bench = try Bench(client: { $0.requireMessageAuthenticator = .no })
    var nas = try TestNAS()
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).isPending)
    nas.signs = false
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).isPending)
    try bench.check()
  }

  @Test func autoLearnsFromTheFirstThatIsSigned() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    nas.signs = false
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).isPending)
    nas.signs = true
    #expect(bench.receive(try nas.access("bob", "builder"), from: nas).isPending)
    nas.signs = false
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).reason == .missingMessageAuthenticator)
    var other = try TestNAS("127.0.0.2")
    other.signs = false
    #expect(bench.receive(try other.access("carol", "carol"), from: other).isPending, "another address of the client")
    bench.commit()
    try bench.check()
  }

  @Test func statusServerAndForgeriesTeachNothing() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    #expect(try bench.answer(try nas.status(), from: nas).code == .accessAccept)
    var forger = nas
    forger.secret = SharedSecret("wrong")
    #expect(bench.receive(try forger.access("alice", "wonder"), from: forger).reason == .badMessageAuthenticator)
    nas.signs = false
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).isPending)
    try bench.check()
  }

  /// RFC 3579 §3.1, whatever is configured.
  @Test(arguments: Tristate.allCases)
  func eapWithoutItIsDropped(required: Tristate) throws {
    let bench = try Bench(client: { $0.requireMessageAuthenticator = required })
    var nas = try TestNAS()
    nas.signs = false
    let request = try nas.access("alice", "x") { try $0.append(.eapMessage, [2, 1, 0, 4]) }
    #expect(bench.receive(request, from: nas).reason == .missingMessageAuthenticator)
    try bench.check()
  }

  @Test func itMayStandAnywhere() throws {
    let bench = try Bench(client: { $0.requireMessageAuthenticator = .yes })
    var nas = try TestNAS()
    nas.signs = false
    let last = try nas.access("alice", "wonder") {
      _ = try $0.appendMessageAuthenticator()
      try $0.append(.nasPort, integer: 4)
    }
    #expect(bench.receive(last, from: nas).isPending)
    try bench.check()
  }

  // MARK: - Proxy-State without it

  @Test(arguments: [(Tristate.yes, true), (.no, false)])
  func proxyStateLimit(limit: Tristate, drops: Bool) throws {
    let bench = try Bench(client: { $0.limitProxyState = limit })
    var nas = try TestNAS()
    nas.signs = false
    let request = try nas.access("alice", "wonder") { try $0.append(.proxyState, [1]) }
    #expect((bench.receive(request, from: nas).reason == .proxyStateUnprotected) == drops)
    try bench.check()
  }

  @Test(arguments: [true, false])
  func autoLearnsWhetherItIsAProxy(isProxy: Bool) throws {
    let bench = try Bench()
    var nas = try TestNAS()
    nas.signs = false
    let first = try nas.access("alice", "wonder") { if isProxy { try $0.append(.proxyState, [1]) } }
    #expect(bench.receive(first, from: nas).isPending)
    let second = try nas.access("bob", "builder") { try $0.append(.proxyState, [1]) }
    #expect((bench.receive(second, from: nas).reason == .proxyStateUnprotected) == !isProxy)
    nas.signs = true
    let third = try nas.access("carol", "carol") { try $0.append(.proxyState, [1]) }
    #expect(bench.receive(third, from: nas).isPending, "what is signed is protected")
    try bench.check()
  }

  // MARK: - Status-Server (RFC 5997)

  @Test func statusServerIsAnsweredOnBothPorts() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    for (role, code) in [(PortRole.authentication, PacketCode.accessAccept), (.accounting, .accountingResponse)] {
      let request = try nas.status { try $0.append(.proxyState, [5]) }
      let bytes = try required(bench.receive(request.bytes, from: nas.endpoint, on: role).bytes)
      let reply = try Packet(decoding: bytes)
      #expect(reply.code == code && reply.first(.proxyState)?.value == [5])
      #expect(
        PacketSignature.verify(reply: reply, requestAuthenticator: request.authenticator, secret: nas.secret))
      if role == .authentication { #expect(reply.types.first == .messageAuthenticator) }
    }
    #expect(bench.engine.isIdle && bench.count(.free) == 3)
    try bench.check()
  }

  @Test func statusServerMustBeSigned() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    #expect(bench.receive(try nas.status(signed: false), from: nas).reason == .missingMessageAuthenticator)
    nas.secret = SharedSecret("wrong")
    #expect(bench.receive(try nas.status(), from: nas).reason == .badMessageAuthenticator)
    try bench.check()
  }

  // MARK: - Limits

  @Test func requestsInFlightAreBounded() throws {
    var limits = EngineLimits()
    limits.requestsInFlight = 16
    let bench = try Bench(size: 50, limits: limits)
    var nas = try TestNAS()
    for index in 0..<16 {
      #expect(bench.receive(try nas.account(1, TestSession("u", id: "\(index)").fill), from: nas).isPending)
    }
    let more = try nas.account(1, TestSession("u", id: "more").fill)
    #expect(bench.receive(more, from: nas).reason == .overload)
    bench.commit()
    #expect(bench.receive(more, from: nas).isPending, "the retry is a new request")
    bench.commit()
    try bench.check()
  }

  /// New sessions leave the last part of what may be under way to accounting.
  @Test func accountingHasTheRightOfWay() throws {
    var limits = EngineLimits()
    limits.requestsInFlight = 16
    let bench = try Bench(size: 50, limits: limits)
    var nas = try TestNAS()
    for index in 0..<12 {
      #expect(bench.receive(try nas.account(1, TestSession("u", id: "\(index)").fill), from: nas).isPending)
    }
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).reason == .overload)
    for index in 12..<16 {
      #expect(bench.receive(try nas.account(1, TestSession("u", id: "\(index)").fill), from: nas).isPending)
    }
    bench.commit()
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).isPending)
    bench.commit()
    try bench.check()
  }

  @Test func whatIsShedIsCounted() throws {
    let bench = try Bench()
    let nas = try TestNAS()
    #expect(bench.engine.shed(from: nas.endpoint).reason == .overload)
    #expect(bench.engine.counters.received == 1 && bench.engine.counters[.overload] == 1)
    try bench.check()
  }

  /// A client with a limit gets its burst and then its rate; Access-Requests leave a quarter of it to accounting.
  @Test func aClientsRateIsBounded() throws {
    let bench = try Bench(size: 50) { $0.rateLimit = RateLimit(perSecond: 4, burst: 16) }
    var nas = try TestNAS()
    for _ in 0..<12 { #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).isPending) }
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).reason == .rateLimited)
    for index in 0..<4 {
      #expect(bench.receive(try nas.account(1, TestSession("u", id: "\(index)").fill), from: nas).isPending)
    }
    let more = try nas.account(1, TestSession("u", id: "more").fill)
    #expect(bench.receive(more, from: nas).reason == .rateLimited)
    bench.commit()
    bench.pass(1)
    for index in 4..<8 {
      #expect(bench.receive(try nas.account(1, TestSession("u", id: "\(index)").fill), from: nas).isPending)
    }
    #expect(bench.receive(more, from: nas).reason == .rateLimited)
    bench.commit()
    bench.pass(60)
    #expect(bench.receive(more, from: nas).isPending, "what was dropped is no repetition")
    bench.commit()
    try bench.check()
  }

  /// Guesses at passwords wait a second each; they must not lock others out.
  @Test func rejectsHeldBackDoNotOverloadTheServer() throws {
    var limits = EngineLimits()
    limits.requestsInFlight = 16
    limits.delayedRejects = 20
    let bench = try Bench(rejectDelay: 1000, limits: limits)
    var nas = try TestNAS()
    for _ in 0..<25 { _ = try bench.exchange(try nas.access("alice", "wrong"), from: nas) }
    #expect(bench.sent.count == 5, "beyond the limit they leave at once")
    #expect(try bench.answer(try nas.access("alice", "wonder"), from: nas).code == .accessAccept)
    bench.pass(1)
    #expect(bench.sent.count == 26)
    try bench.check()
  }

  @Test func aStoppingServerTakesNothingNew() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).isPending)
    bench.engine.isStopping = true
    #expect(bench.receive(try nas.access("bob", "builder"), from: nas).reason == .stopping)
    #expect(bench.commit().count == 1 && bench.engine.isIdle)
    try bench.check()
  }

  @Test func theLongestPrefixIsTheClient() throws {
    let bench = try Bench()
    try bench.reload { policy in
      let inner = ClientDefinition(
        name: "inner", block: try required(AddressBlock("127.0.9.0/24")), secret: SharedSecret("inner"))
      policy.clients = ClientTable(policy.clients.clients + [inner])
    }
    var nas = try TestNAS("127.0.9.7")
    #expect(bench.receive(try nas.account(7), from: nas).reason == .badAuthenticator)
    nas.secret = SharedSecret("inner")
    #expect(try bench.answer(try nas.account(7), from: nas).code == .accountingResponse)
    #expect(try bench.records.map(\.client) == ["inner"])
    try bench.check()
  }
}
