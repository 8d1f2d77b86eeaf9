import Accounting
import AddressPool
import Authentication
import NetworkAddress
import RADIUSWire
import ServerCore
import Storage
import Testing
import Timebase

@Suite struct TokenTests {
  static let keys = [TokenKey(number: 2, bytes: [UInt8](repeating: 2, count: 32)), old]
  static let old = TokenKey(number: 1, bytes: [UInt8](repeating: 1, count: 32))

  @Test(arguments: [1, 0xffff_ffff, UInt64.max] as [UInt64])
  func aTokenNamesItsLease(number: UInt64) {
    let token = LeaseToken(keys: Self.keys)
    let minted = token.mint(LeaseID(rawValue: number))
    #expect(minted.count == LeaseToken.length)
    #expect(minted.allSatisfy { 0x20 < $0 && $0 < 0x7f }, "printable")
    #expect(token.verify(minted[...]) == LeaseID(rawValue: number))
  }

  @Test func olderKeysStillVerify() {
    let minted = LeaseToken(keys: [Self.old]).mint(LeaseID(rawValue: 9))
    #expect(LeaseToken(keys: Self.keys).verify(minted[...]) == LeaseID(rawValue: 9))
    #expect(LeaseToken(keys: [Self.keys[0]]).verify(minted[...]) == nil)
  }

  @Test func anyOtherOctetIsAForgery() {
    let token = LeaseToken(keys: Self.keys)
    let minted = token.mint(LeaseID(rawValue: 77))
    for position in minted.indices {
      for bit in 0..<8 {
        var forged = minted
        forged[position] ^= 1 << UInt8(bit)
        #expect(token.verify(forged[...]) == nil, "octet \(position), bit \(bit)")
      }
    }
    #expect(token.verify(minted.dropLast()) == nil && token.verify((minted + [0x30])[...]) == nil)
  }

  /// A Class with a wrong tag counts as none: the session is found another way, or not at all.
  @Test func aForgedTokenFreesNothing() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let session = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    var forger = TestSession("mallory", id: "m1")
    forger.classes = session.classes
    forger.classes[0][40] ^= 1
    try bench.tell(2, forger, from: &nas)
    #expect(try bench.state(required(session.address)) == .active)
    #expect(try bench.records.last?.verdict == .noLease)
    #expect(bench.engine.counters.wrongTokens == 1)
    try bench.check()
  }

  /// Where a NAS turns from one server to another, each hears of sessions that the other let in.
  @Test(arguments: [true, false])
  func aSessionOfAnotherServerTakesNoOffer(hasItsClass: Bool) throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let accept = try bench.answer(try nas.access("alice", "wonder"), from: nas)
    let own = TestSession("alice", id: "a2", accept: accept)
    var other = TestSession("alice", id: "a1")
    if hasItsClass { other.classes = [LeaseToken(keys: [Self.old]).mint(LeaseID(rawValue: 5))] }
    try bench.tell(1, other, from: &nas)
    // Without a Class, the sole offer is all that the Start could mean.
    #expect(try bench.state(required(own.address)) == (hasItsClass ? .offered : .active))
    try bench.tell(1, own, from: &nas)
    try bench.tell(2, own, from: &nas)
    #expect(try bench.state(required(own.address)) == (hasItsClass ? .free : .active))
    try bench.check()
  }

  @Test func othersClassAttributesDoNotHideOurs() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    var session = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    session.classes = [Array("something else".utf8)] + session.classes + [[]]
    session.id = ""
    session.address = nil
    try bench.tell(2, session, from: &nas)
    #expect(bench.count(.free) == 3 && bench.engine.counters.wrongTokens == 0)
    try bench.check()
  }

  @Test func anotherClientsTokenCountsAsNone() throws {
    let bench = try Bench()
    try bench.reload { policy in
      let other = ClientDefinition(
        name: "other", block: try required(AddressBlock("10.9.0.0/16")), secret: Bench.secret)
      policy.clients = ClientTable(policy.clients.clients + [other])
    }
    var nas = try TestNAS()
    var foreign = try TestNAS("10.9.0.1")
    let session = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    try bench.tell(2, session, from: &foreign)
    #expect(try bench.state(required(session.address)) == .active)
    #expect(try bench.records.last?.verdict == .stale)
    try bench.check()
  }

  @Test func aRightTokenWithAnothersSessionFreesNothing() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    var session = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    session.id = "a2"
    try bench.tell(2, session, from: &nas)
    #expect(try bench.state(required(session.address)) == .active)
    #expect(try bench.records.last?.verdict == .tokenMismatch)
    #expect(bench.engine.counters.tokenMismatches == 1)
    try bench.check()
  }
}
