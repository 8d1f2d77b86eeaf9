import Accounting
import AddressPool
import Authentication
import NetworkAddress
import RADIUSWire
import ServerCore
import Testing
import Timebase

/// The cases of the gauntlet about reboots, sweeps, restarts and clocks.
@Suite struct GauntletTimeTests {
  @Test func g1AndG12ASweptSessionComesBackWithItsInterim() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let session = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    try bench.tell(3, session, from: &nas)
    bench.pass(1870)
    #expect(bench.count(.free) == 3, "its Stop was lost")
    try bench.tell(3, session, from: &nas)
    #expect(try bench.state(required(session.address)) == .active)
    #expect(try bench.transitions.last?.cause == .revived)
    try bench.check()
  }

  @Test func g10AccountingOnFreesThatNASAlone() throws {
    let bench = try Bench(size: 6)
    var one = try TestNAS(name: "one")
    var two = try TestNAS(port: 40_001, name: "two")
    _ = try bench.connect("alice", "wonder", id: "1", from: &one)
    _ = try bench.answer(try one.access("bob", "builder"), from: one)
    let other = try bench.connect("carol", "carol", id: "1", from: &two)
    bench.pass(10)
    #expect(try bench.answer(try one.account(7), from: one).code == .accountingResponse)
    #expect(try bench.count(.free) == 5 && bench.state(required(other.address)) == .active)
    try bench.check()
  }

  /// A claimed NAS-IP-Address never reaches another source's leases.
  @Test func g10AnotherSourceCannotReboot() throws {
    let bench = try Bench()
    var nas = try TestNAS("127.0.0.1", name: "one")
    var liar = try TestNAS("127.0.0.2", name: "one")
    _ = try bench.connect("alice", "wonder", id: "1", from: &nas)
    bench.pass(10)
    _ = try bench.answer(
      try liar.account(7) { try $0.append(.nasIPAddress, integer: 0x7f00_0001) }, from: liar)
    #expect(bench.count(.active) == 1)
    try bench.check()
  }

  @Test func g11ADelayedAccountingOnSparesWhatBeganSince() throws {
    let bench = try Bench(size: 6)
    var nas = try TestNAS()
    let old = try bench.connect("alice", "wonder", id: "1", from: &nas)
    bench.pass(100)
    // The NAS reboots here.
    bench.pass(60)
    let new = try bench.connect("bob", "builder", id: "2", from: &nas)
    bench.pass(540)
    _ = try bench.answer(try nas.account(7) { try $0.append(.acctDelayTime, integer: 600) }, from: nas)
    #expect(try bench.state(required(old.address)) == .free)
    #expect(try bench.state(required(new.address)) == .active)
    try bench.check()
  }

  @Test func g13AnInterimForAnAddressThatWentOnIsAConflict() throws {
    let bench = try Bench(size: 1)
    var nas = try TestNAS()
    let alice = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    try bench.tell(3, alice, from: &nas)
    bench.pass(1870)
    let bob = try bench.connect("bob", "builder", id: "b1", from: &nas)
    _ = bench.engine.takeEvents()
    try bench.tell(3, alice, from: &nas)
    #expect(bench.engine.table.lease(at: Bench.address(1))?.holder?.user == "bob")
    #expect(try bench.records.last?.verdict == .conflict)
    #expect(bench.engine.counters.conflicts == 1)
    #expect(bench.engine.takeEvents().map(\.identifier).contains("lease.conflict"))
    #expect(try bench.transitions.last?.cause == .conflict)
    try bench.tell(2, bob, from: &nas)
    try bench.check()
  }

  @Test func g16AThousandSessionsOutliveARestart() throws {
    let bench = try Bench(
      size: 1100,
      users: """
        DEFAULT Cleartext-Password := "any"
        """)
    var nas = try TestNAS()
    let sessions = try (0..<1000).map { try bench.connect("user\($0)", "any", id: "s\($0)", from: &nas) }
    try bench.restart()
    #expect(bench.count(.active) == 1000)
    for session in sessions { try bench.tell(2, session, from: &nas) }
    #expect(bench.count(.free) == 1100)
    try bench.check()
  }

  @Test func g15TheDuplicateGetsTheSameAddressAfterARestart() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let request = try nas.access("alice", "wonder")
    let first = try bench.answer(request, from: nas)
    try bench.restart()
    let second = try bench.answer(request, from: nas)
    #expect(second.address(.framedIPAddress) == first.address(.framedIPAddress))
    #expect(second.first(.classAttribute)?.value.elementsEqual(first.first(.classAttribute)?.value ?? []) ?? false)
    #expect(bench.count(.offered) == 1)
    try bench.check()
  }

  @Test func g17InterimsHealALostStore() throws {
    let users = """
      DEFAULT Cleartext-Password := "any"
      """
    let bench = try Bench(size: 150, users: users)
    var nas = try TestNAS()
    let sessions = try (0..<100).map { try bench.connect("user\($0)", "any", id: "s\($0)", from: &nas) }
    let empty = try Bench(size: 150, users: users)
    for session in sessions { try empty.tell(3, session, from: &nas) }
    #expect(empty.count(.active) == 100)
    let held = Set(sessions.compactMap(\.address))
    for index in 0..<50 {
      let accept = try empty.answer(try nas.access("new\(index)", "any"), from: nas)
      #expect(!held.contains(try required(accept.address(.framedIPAddress))))
    }
    for session in sessions { try empty.tell(2, session, from: &nas) }
    #expect(empty.count(.free) == 100)
    try empty.check()
  }

  @Test func g19OneSessionNameOnTwoNASesIsTwoSessions() throws {
    let bench = try Bench()
    var one = try TestNAS(name: "one")
    var two = try TestNAS(port: 40_001, name: "two")
    var first = try bench.connect("alice", "wonder", id: "1", from: &one)
    var second = try bench.connect("bob", "builder", id: "1", from: &two)
    (first.classes, second.classes) = ([], [])
    try bench.tell(2, second, from: &two)
    #expect(try bench.state(required(first.address)) == .active)
    #expect(try bench.state(required(second.address)) == .free)
    try bench.check()
  }

  @Test(arguments: [true, false])
  func g19ASessionNameUsedAgainAfterARebootIsAnother(hasClass: Bool) throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let old = try bench.connect("alice", "wonder", id: "1", from: &nas)
    bench.pass(10)
    _ = try bench.answer(try nas.account(7), from: nas)
    bench.pass(10)
    var new = TestSession("bob", id: "1", accept: try bench.answer(try nas.access("bob", "builder"), from: nas))
    #expect(new.address != old.address)
    if !hasClass { new.classes = [] }
    try bench.tell(1, new, from: &nas)
    #expect(try bench.state(required(new.address)) == .active)
    try bench.tell(2, new, from: &nas)
    #expect(bench.count(.free) == 3)
    try bench.check()
  }

  @Test func g20ARepeatedStopWithALargerDelayIsOneRecord() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let session = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    for delay in [0, 5, 15, 35] as [UInt32] {
      try bench.tell(2, session, from: &nas) { builder in
        try builder.append(.acctSessionTime, integer: 60)
        try builder.append(.acctInputOctets, integer: 1234)
        if delay > 0 { try builder.append(.acctDelayTime, integer: delay) }
      }
      bench.pass(delay == 0 ? 5 : delay == 5 ? 10 : 20)
    }
    #expect(try bench.records.count == 2, "a Start and a Stop")
    #expect(bench.engine.counters.accountingDuplicates == 3 && bench.count(.free) == 3)
    #expect(try bench.transitions.count { $0.cause == .staleStop } == 0)
    try bench.check()
  }

  @Test func g21CountersNeverFallAndGigawordsCount() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let session = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    for (octets, gigawords) in [(4_000_000_000, 0), (100, 1), (50, 1)] as [(UInt32, UInt32)] {
      bench.pass(60)
      try bench.tell(3, session, from: &nas) {
        try $0.append(.acctInputOctets, integer: octets)
        try $0.append(.acctInputGigawords, integer: gigawords)
      }
    }
    let lease = try required(bench.engine.table.lease(at: Bench.address(1)))
    #expect(lease.inputOctets == 1 << 32 + 100)
    #expect(try bench.records.count == 4, "every packet is kept as it came")
    try bench.check()
  }

  @Test func g22LeasesOutliveTheirRange() throws {
    let bench = try Bench(size: 3)
    var nas = try TestNAS()
    let alice = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    let bob = try bench.connect("bob", "builder", id: "b1", from: &nas)
    try bench.reload { $0.pools = [PoolDefinition(name: "renamed", ranges: [try Bench.range(2, 3)])] }
    #expect(bench.engine.table.leasesOutsidePools.map(\.address) == [alice.address])
    try bench.tell(3, alice, from: &nas)
    #expect(try bench.state(required(alice.address)) == .active)
    try bench.tell(2, alice, from: &nas)
    let next = try bench.answer(try nas.access("alice", "wonder"), from: nas)
    #expect(next.address(.framedIPAddress) == Bench.address(3))
    #expect(try bench.answer(try nas.access("carol", "carol"), from: nas).code == .accessReject)
    #expect(try bench.state(required(bob.address)) == .active)
    try bench.check()
  }

  @Test(arguments: [-3600, 86_400] as [Int64])
  func g26AStepOfTheClockEndsNothing(seconds: Int64) throws {
    let bench = try Bench(size: 40, users: "DEFAULT Cleartext-Password := \"any\"")
    var nas = try TestNAS()
    let sessions = try (0..<30).map { try bench.connect("user\($0)", "any", id: "s\($0)", from: &nas) }
    for session in sessions { try bench.tell(3, session, from: &nas) }
    bench.now.wall = bench.now.wall.advanced(byMilliseconds: seconds * 1000)
    bench.pass(600)
    #expect(bench.count(.active) == 30)
    try bench.restart()
    bench.pass(300)
    #expect(bench.count(.active) == 30)
    for session in sessions { try bench.tell(2, session, from: &nas) }
    #expect(bench.count(.free) == 40)
    try bench.check()
  }

  @Test(arguments: [-3600, 86_400] as [Int64])
  func g26AStepWhileTheServerIsDownEndsNothing(seconds: Int64) throws {
    let bench = try Bench(size: 40, users: "DEFAULT Cleartext-Password := \"any\"")
    var nas = try TestNAS()
    let sessions = try (0..<30).map { try bench.connect("user\($0)", "any", id: "s\($0)", from: &nas) }
    for session in sessions { try bench.tell(3, session, from: &nas) }
    try bench.restart(down: seconds)
    bench.pass(599)
    #expect(bench.count(.active) == 30)
    for session in sessions { try bench.tell(3, session, from: &nas) }
    bench.pass(1)
    #expect(bench.count(.active) == 30, "an end reckoned from the wall clock ends no session that is heard")
    bench.pass(3 * 600 + 10 + 60)
    #expect(bench.count(.free) == 40, "silence ends them")
    try bench.check()
  }
}
