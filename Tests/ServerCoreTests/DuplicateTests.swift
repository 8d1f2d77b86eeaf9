import Accounting
import AddressPool
import Authentication
import NetworkAddress
import RADIUSWire
import ServerCore
import Testing
import Timebase

/// RFC 5080 §2.2.2.
@Suite struct DuplicateTests {
  @Test func inProgressIsDroppedAndAnsweredIsReplayed() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let request = try nas.access("alice", "wonder")
    #expect(bench.receive(request, from: nas).isPending)
    #expect(bench.receive(request, from: nas).reason == .duplicateInProgress)
    let reply = try required(bench.commit().first)
    for _ in 0..<3 { #expect(bench.receive(request, from: nas).bytes == reply.bytes) }
    #expect(bench.engine.counters.replayed == 3 && bench.engine.counters.accepts == 1)
    #expect(try bench.decisions.count == 1)
    try bench.check()
  }

  @Test func anotherAuthenticatorIsAnotherRequest() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    _ = try bench.answer(try nas.access("alice", "wonder"), from: nas)
    nas.identifier &-= 1
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).isPending)
    try bench.check()
  }

  @Test func anotherPortIsAnotherRequest() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let request = try nas.access("alice", "wonder")
    _ = try bench.answer(request, from: nas)
    nas.endpoint.port = 40_001
    #expect(bench.receive(request, from: nas).isPending)
    try bench.check()
  }

  @Test func anAnswerIsKeptForItsLifetime() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let request = try nas.access("alice", "wonder")
    _ = try bench.answer(request, from: nas)
    bench.pass(10)
    #expect(bench.receive(request, from: nas).bytes != nil)
    bench.pass(milliseconds: 1)
    #expect(bench.receive(request, from: nas).isPending)
    bench.commit()
    #expect(bench.count(.offered) == 1)
    try bench.check()
  }

  /// The Access-Request of a call that is over comes again when the next call on its port has the address.
  @Test func aCopyOfAnEarlierAskTakesNothing() throws {
    let bench = try Bench(client: { $0.portsUnique = .yes })
    var nas = try TestNAS()
    let earlier = try nas.access("alice", "wonder") { try $0.append(.nasPort, integer: 8) }
    let first = TestSession("alice", id: "1", accept: try bench.answer(earlier, from: nas), port: 8)
    for status: UInt32 in [1, 2] { _ = try bench.answer(try nas.account(status, first.fill), from: nas) }
    bench.pass(1)
    let ask = try nas.access("alice", "wonder") { try $0.append(.nasPort, integer: 8) }
    let second = TestSession("alice", id: "2", accept: try bench.answer(ask, from: nas), port: 8)
    _ = try bench.answer(try nas.account(1, second.fill), from: nas)
    let address = try required(second.address)
    #expect(first.address == address)
    let copy = try bench.answer(earlier, from: nas)
    #expect(copy.address(.framedIPAddress) != address && bench.state(address) == .active)
    try bench.check()
  }

  @Test func theCacheIsBounded() throws {
    var limits = EngineLimits()
    limits.duplicateCacheEntries = 4
    let bench = try Bench(size: 50, limits: limits)
    var nas = try TestNAS()
    let requests = try (0..<6).map { try nas.account(1, TestSession("u", id: "\($0)").fill) }
    for request in requests { _ = try bench.answer(request, from: nas) }
    #expect(bench.receive(requests[5], from: nas).bytes != nil)
    #expect(bench.receive(requests[2], from: nas).bytes != nil)
    #expect(bench.receive(requests[1], from: nas).isPending, "the oldest went first")
    bench.commit()
    #expect(try bench.records.count == 6, "and yet it is no new event")
    try bench.check()
  }

  // MARK: - Accounting with a new Identifier

  static let delays: [(delay: UInt32, after: Int64, isNew: Bool)] = [
    (5, 5, false), (30, 30, false), (0, 0, false), (0, 120, true), (2, 60, true), (36, 30, false), (130, 2, true),
  ]

  @Test(arguments: delays)
  func aLargerDelayIsTheSameEvent(delay: UInt32, after: Int64, isNew: Bool) throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let session = TestSession("alice", id: "a1")
    try bench.tell(3, session, from: &nas) { try $0.append(.acctInputOctets, integer: 1000) }
    bench.pass(after)
    try bench.tell(3, session, from: &nas) {
      try $0.append(.acctInputOctets, integer: 1000)
      if delay > 0 { try $0.append(.acctDelayTime, integer: delay) }
    }
    #expect(try bench.records.count == (isNew ? 2 : 1))
    #expect(bench.engine.counters.accountingDuplicates == (isNew ? 0 : 1))
    try bench.check()
  }

  @Test func otherCountersAreAnotherEvent() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let session = TestSession("alice", id: "a1")
    for octets in [1000, 1001] as [UInt32] {
      try bench.tell(3, session, from: &nas) { try $0.append(.acctInputOctets, integer: octets) }
    }
    #expect(try bench.records.count == 2)
    try bench.check()
  }
}
