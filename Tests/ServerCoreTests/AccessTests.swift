import Accounting
import AddressPool
import Authentication
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import ServerCore
import Testing
import Timebase

@Suite struct AccessTests {
  @Test func acceptCarriesAddressTokenAndTerms() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let accept = try bench.answer(try nas.access("alice", "wonder"), from: nas)
    #expect(accept.code == .accessAccept)
    #expect(accept.address(.framedIPAddress) == Bench.address(1))
    #expect(accept.address(.framedIPNetmask) == IPv4Address(rawValue: 0xffff_ffff))
    #expect(accept.first(.sessionTimeout)?.integer == 86_400)
    #expect(accept.first(.acctInterimInterval)?.integer == 600)
    #expect(accept.first(.classAttribute)?.value.count == LeaseToken.length)
    #expect(try bench.decisions.map(\.reply) == ["Access-Accept"])
    #expect(try bench.decisions.allSatisfy { $0.password == nil })
    try bench.check()
  }

  @Test func theUsersTermsAndRepliesGoOut() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let accept = try bench.answer(try nas.access("short", "short"), from: nas)
    #expect(accept.first(.sessionTimeout)?.integer == 600)
    #expect(accept.first(.acctInterimInterval)?.integer == 120)
    #expect(accept.first(.replyMessage)?.text == "Hello")
    #expect(accept.all(.sessionTimeout).count == 1 && accept.all(.acctInterimInterval).count == 1)
    try bench.check()
  }

  @Test func noPoolAsksForNoAddress() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let accept = try bench.answer(try nas.access("nowhere", "nowhere"), from: nas)
    #expect(accept.code == .accessAccept && accept.first(.framedIPAddress) == nil)
    #expect(bench.count(.free) == 3)
    try bench.check()
  }

  @Test func decisionsNeedNotBeRecorded() throws {
    let bench = try Bench()
    try bench.reload { $0.recordsDecisions = false }
    var nas = try TestNAS()
    let request = try nas.access("nowhere", "nowhere")
    let bytes = try required(bench.receive(request, from: nas).bytes)
    #expect(try Packet(decoding: bytes).code == .accessAccept)
    #expect(bench.receive(request, from: nas).bytes == bytes, "a repetition gets the same answer")
    let accept = try bench.answer(try nas.access("alice", "wonder"), from: nas)
    #expect(accept.address(.framedIPAddress) == Bench.address(1), "what gives an address waits for the disk")
    #expect(try bench.answer(try nas.access("alice", "wrong"), from: nas).code == .accessReject)
    #expect(try bench.decisions.isEmpty)
    #expect(try bench.transitions.map(\.cause) == [.offered])
    try bench.check()
  }

  /// CVE-2024-3596: Message-Authenticator is the first attribute of every answer to an Access-Request.
  @Test(arguments: [true, false], ["wonder", "wrong"])
  func messageAuthenticatorComesFirst(signs: Bool, password: String) throws {
    let bench = try Bench()
    var nas = try TestNAS()
    nas.signs = signs
    let reply = try bench.answer(try nas.access("alice", password), from: nas)
    #expect(reply.types.first == .messageAuthenticator)
    #expect(reply.code == (password == "wonder" ? .accessAccept : .accessReject))
    try bench.check()
  }

  @Test func challengeIsSignedAndPromisesNothing() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let request = try nas.access("alice", "") { builder in
      try builder.append(.eapMessage, [2, 1, 0, 10, 1] + Array("alice".utf8))
      try builder.append(.proxyState, [9])
    }
    // An EAP request has no User-Password.
    var builder = PacketBuilder(code: .accessRequest, identifier: 77, authenticator: request.authenticator)
    try builder.append(.userName, text: "alice")
    try builder.append(.eapMessage, [2, 1, 0, 10, 1] + Array("alice".utf8))
    try builder.append(.proxyState, [9])
    _ = try builder.appendMessageAuthenticator()
    var bytes = builder.finish()
    PacketSignature.sign(request: &bytes, secret: nas.secret)
    let reply = try bench.answer(try Packet(decoding: bytes), from: nas)
    #expect(reply.code == .accessChallenge && reply.types.first == .messageAuthenticator)
    #expect(reply.first(.state) != nil && reply.first(.proxyState)?.value == [9])
    #expect(bench.count(.free) == 3 && bench.engine.counters.challenges == 1)
    try bench.check()
  }

  /// RFC 2865 §5.33: unmodified, and in order.
  @Test(arguments: ["wonder", "wrong"])
  func proxyStatesComeBackInOrder(password: String) throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let states: [[UInt8]] = [[3, 1], [], [1, 2, 3], [3, 1]]
    let reply = try bench.answer(
      try nas.access("alice", password) { for state in states { try $0.append(.proxyState, state) } }, from: nas)
    #expect(reply.all(.proxyState).map { Array($0.value) } == states)
    let session = TestSession("alice", id: "1")
    let response = try bench.answer(
      try nas.account(1) {
        try session.fill(&$0)
        for state in states { try $0.append(.proxyState, state) }
      }, from: nas)
    #expect(response.all(.proxyState).map { Array($0.value) } == states)
    try bench.check()
  }

  @Test(arguments: [("alice", "wrong", "wrongPassword"), ("nobody", "x", "unknownUser")])
  func aRejectIsRecordedWithItsReason(user: String, password: String, reason: String) throws {
    let bench = try Bench()
    var nas = try TestNAS()
    #expect(try bench.answer(try nas.access(user, password), from: nas).code == .accessReject)
    #expect(try bench.decisions.map(\.reason) == [reason])
    #expect(bench.count(.free) == 3)
    try bench.check()
  }

  @Test func simultaneousUseIsCountedOverLeases() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let session = try bench.connect("dave", "dave", id: "d1", from: &nas, port: 1)
    let refused = try bench.answer(
      try nas.access("dave", "dave") { try $0.append(.nasPort, integer: 2) }, from: nas)
    #expect(refused.code == .accessReject && refused.first(.replyMessage) != nil)
    #expect(try bench.decisions.last?.reason == "tooManySessions")
    try bench.tell(2, session, from: &nas)
    let accept = try bench.answer(
      try nas.access("dave", "dave") { try $0.append(.nasPort, integer: 2) }, from: nas)
    #expect(accept.code == .accessAccept)
    try bench.check()
  }

  @Test func aRejectIsHeldBack() throws {
    let bench = try Bench(rejectDelay: 1000)
    var nas = try TestNAS()
    let request = try nas.access("alice", "wrong")
    #expect(try bench.exchange(request, from: nas) == nil)
    #expect(bench.engine.inFlight == 1)
    #expect(bench.receive(request, from: nas).reason == .duplicateInProgress)
    bench.pass(milliseconds: 999)
    #expect(bench.sent.isEmpty)
    bench.pass(milliseconds: 1)
    #expect(bench.sent.count == 1 && bench.sent[0].bytes[0] == PacketCode.accessReject.rawValue)
    #expect(bench.receive(request, from: nas).bytes == bench.sent[0].bytes)
    #expect(bench.engine.isIdle)
    try bench.check()
  }

  @Test func anAcceptIsNotHeldBack() throws {
    let bench = try Bench(rejectDelay: 1000)
    var nas = try TestNAS()
    #expect(try bench.answer(try nas.access("alice", "wonder"), from: nas).code == .accessAccept)
    try bench.check()
  }

  @Test func aSlowPasswordCheckWaitsOutside() throws {
    // crypt(3) of "slow" with a fixed salt.
    let bench = try Bench(
      users: """
        slow Crypt-Password := '$5$saltstring$SLWhwG9yy2RIJ9vxq.ECPwOzy3AehWMls.67ky912a4'
        """)
    var nas = try TestNAS()
    let request = try nas.access("slow", "slow")
    guard case .verify(let work, let id) = bench.receive(request, from: nas) else { throw Missing() }
    #expect(bench.engine.inFlight == 1)
    #expect(bench.receive(request, from: nas).reason == .duplicateInProgress)
    let resumed = try required(bench.engine.resume(id, work.run(), now: bench.now))
    #expect(resumed.reception.isPending)
    #expect(bench.engine.resume(id, work.run(), now: bench.now) == nil)
    #expect(bench.commit().count == 1)
    try bench.check()
  }
}
