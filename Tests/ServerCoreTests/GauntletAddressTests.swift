import Accounting
import AddressPool
import Authentication
import NetworkAddress
import RADIUSWire
import ServerCore
import Testing
import Timebase

/// The cases of the gauntlet that need no process: what a lost, late, repeated or forged packet does to an address.
@Suite struct GauntletAddressTests {
  @Test func g2AnAcceptThatIsNeverUsedComesBack() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    _ = try bench.answer(try nas.access("alice", "wonder"), from: nas)
    bench.pass(119)
    #expect(bench.count(.free) == 2)
    bench.pass(1)
    #expect(bench.count(.free) == 3)
    #expect(try bench.transitions.map(\.cause) == [.offered, .neverStarted, .quarantineOver])
    try bench.check()
  }

  @Test func g3ALostAcceptIsRepeatedWithTheSameAddress() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let request = try nas.access("alice", "wonder") { try $0.append(.nasPort, integer: 5) }
    var addresses: Set<IPv4Address?> = [try bench.answer(request, from: nas).address(.framedIPAddress)]
    for seconds in [1, 5, 14] as [Int64] {
      bench.pass(seconds)
      addresses.insert(try bench.answer(request, from: nas).address(.framedIPAddress))
    }
    #expect(addresses == [Bench.address(1)] && bench.count(.offered) == 1)
    #expect(try Set(bench.transitions.map(\.lease.id)).count == 1)
    try bench.check()
  }

  @Test func g4RedialsOfOneIdentityHoldOneAddress() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    for _ in 0..<10 {
      let request = try nas.access("alice", "wonder") { try $0.append(.callingStationID, text: "0151") }
      #expect(try bench.answer(request, from: nas).address(.framedIPAddress) == Bench.address(1))
      bench.pass(3)
    }
    #expect(bench.count(.offered) == 1 && bench.count(.free) == 2)
    try bench.check()
  }

  @Test(arguments: [AttributeType.nasPort, .acctSessionID])
  func g4RedialsOfNewIdentitiesRecover(changing: AttributeType) throws {
    let bench = try Bench(size: 6)
    var nas = try TestNAS()
    var accepts = 0
    for index in 0..<10 {
      let request = try nas.access("alice", "wonder") { builder in
        if changing == .nasPort {
          try builder.append(.nasPort, integer: UInt32(index))
        } else {
          try builder.append(.acctSessionID, text: "s\(index)")
        }
      }
      if try bench.answer(request, from: nas).code == .accessAccept { accepts += 1 }
    }
    #expect(accepts == 4 && bench.count(.offered) == 4, "the cap on a user's open offers")
    #expect(try bench.decisions.last?.reason == "tooManyOffers")
    #expect(try bench.answer(try nas.access("bob", "builder"), from: nas).code == .accessAccept)
    bench.pass(120)
    #expect(bench.count(.free) == 6)
    try bench.check()
  }

  @Test(arguments: [nil, 0] as [UInt32?])
  func g5TwoUsersOnOnePortOrNone(port: UInt32?) throws {
    let bench = try Bench()
    var nas = try TestNAS()
    var addresses: Set<IPv4Address?> = []
    for (user, password) in [("alice", "wonder"), ("bob", "builder")] {
      addresses.insert(try bench.connect(user, password, id: user, from: &nas, port: port).address)
    }
    #expect(addresses == [Bench.address(1), Bench.address(2)] && bench.count(.active) == 2)
    try bench.check()
  }

  @Test(arguments: [true, false])
  func g6TheStopOfTheFirstSessionSparesTheSecond(hasClass: Bool) throws {
    let bench = try Bench(size: 1) { _ in
    } pool: {
      $0.quarantine = 0
    }
    var nas = try TestNAS()
    var first = try bench.connect("alice", "wonder", id: "a1", from: &nas, port: 4)
    try bench.tell(3, first, from: &nas)
    bench.pass(1810)
    let second = try bench.connect("alice", "wonder", id: "a2", from: &nas, port: 4)
    #expect(second.address == first.address)
    if !hasClass { first.classes = [] }
    try bench.tell(2, first, from: &nas)
    #expect(bench.state(Bench.address(1)) == .active)
    #expect(try bench.records.last?.verdict == .stale)
    try bench.tell(2, second, from: &nas)
    #expect(bench.state(Bench.address(1)) == .free)
    try bench.check()
  }

  @Test(arguments: [true, false])
  func g7ALateStopSparesTheNewOwner(hasClass: Bool) throws {
    let bench = try Bench(size: 1)
    var nas = try TestNAS()
    var alice = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    try bench.tell(2, alice, from: &nas)
    let bob = try bench.connect("bob", "builder", id: "b1", from: &nas)
    #expect(bob.address == alice.address)
    if !hasClass { alice.classes = [] }
    bench.pass(30)
    try bench.tell(2, alice, from: &nas)
    #expect(bench.state(Bench.address(1)) == .active)
    #expect(bench.engine.table.lease(at: Bench.address(1))?.holder?.user == "bob")
    try bench.check()
  }

  @Test(arguments: [true, false])
  func g8AStopWithoutTheAddressFrees(hasClass: Bool) throws {
    let bench = try Bench()
    var nas = try TestNAS()
    var session = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    session.address = nil
    if !hasClass { session.classes = [] }
    try bench.tell(2, session, from: &nas)
    #expect(bench.count(.free) == 3)
    try bench.check()
  }

  @Test(arguments: ["00:11:22:AA:BB:CC", "0011.22aa.bbcc", "00-11-22-aa-bb-cc", "001122AABBCC"])
  func g9CallingStationWrittenAnotherWay(station: String) throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let request = try nas.access("alice", "wonder") { try $0.append(.callingStationID, text: "00-11-22-AA-BB-CC") }
    let accept = try bench.answer(request, from: nas)
    // Neither Class nor, in the Access-Request, an Acct-Session-Id: user and address have to do.
    var session = TestSession("alice", id: "a1", accept: accept)
    session.classes = []
    try bench.tell(1, session, from: &nas) { try $0.append(.callingStationID, text: station) }
    #expect(bench.count(.active) == 1)
    #expect(try bench.transitions.last?.match == .userAndAddress)
    try bench.tell(2, session, from: &nas) { try $0.append(.callingStationID, text: station) }
    #expect(bench.count(.free) == 3)
    try bench.check()
  }

  @Test func g14AnEmptyPoolRejectsAndSaysSo() throws {
    let bench = try Bench(size: 1)
    var nas = try TestNAS()
    _ = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    _ = bench.engine.takeEvents()
    let reply = try bench.answer(try nas.access("bob", "builder"), from: nas)
    #expect(reply.code == .accessReject && reply.first(.replyMessage)?.text == "No address is free")
    #expect(reply.first(.framedIPAddress) == nil && bench.engine.counters.poolEmpty == 1)
    #expect(bench.engine.takeEvents().map(\.identifier).contains("pool.empty"))
    #expect(try bench.decisions.last?.reason == "poolEmpty")
    try bench.check()
  }

  @Test func g14OnlyConfigurationAcceptsWithoutAnAddress() throws {
    let bench = try Bench(size: 1) { _ in
    } pool: {
      $0.whenEmpty = .acceptWithoutAddress
    }
    var nas = try TestNAS()
    _ = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    let reply = try bench.answer(try nas.access("bob", "builder"), from: nas)
    #expect(reply.code == .accessAccept && reply.first(.framedIPAddress) == nil && reply.first(.classAttribute) == nil)
    #expect(bench.engine.counters.poolEmpty == 1)
    #expect(bench.engine.takeEvents().map(\.identifier).contains("pool.acceptedWithoutAddress"))
    try bench.check()
  }

  @Test func g23AStaticAddressInThePoolIsItsUsersAlone() throws {
    let bench = try Bench(
      size: 3,
      users: """
        fixed Cleartext-Password := "fixed"
            Framed-IP-Address = 10.64.0.2
        DEFAULT Cleartext-Password := "any"
        """)
    var nas = try TestNAS()
    var addresses: Set<IPv4Address?> = []
    for user in ["a", "b"] {
      addresses.insert(try bench.answer(try nas.access(user, "any"), from: nas).address(.framedIPAddress))
    }
    #expect(addresses == [Bench.address(1), Bench.address(3)])
    #expect(try bench.answer(try nas.access("c", "any"), from: nas).code == .accessReject)
    let session = try bench.connect("fixed", "fixed", id: "f1", from: &nas)
    #expect(session.address == Bench.address(2))
    try bench.tell(2, session, from: &nas)
    #expect(bench.state(Bench.address(2)) == .reserved)
    try bench.check()
  }

  @Test func g24TheLastAddressGoesToOne() throws {
    let bench = try Bench(size: 1)
    var nas = try TestNAS()
    for (user, password) in [("alice", "wonder"), ("bob", "builder")] {
      #expect(bench.receive(try nas.access(user, password), from: nas).isPending)
    }
    #expect(bench.commit().map { $0.bytes[0] }.sorted() == [2, 3])
    #expect(bench.count(.offered) == 1)
    try bench.check()
  }
}
