import AddressPool
import NetworkAddress
import Testing
import Timebase

/// A NAS that starts anew without an Accounting-On: what its new sessions tell of the old ones.
@Suite struct InferredRebootTests {
  /// Ten sessions of a NAS, `user0` to `user9`, and whether they have sent an Interim.
  private static func world(interims: Bool = true, ports: Bool = false) throws -> (World, [Lease]) {
    var world = World(size: 30)
    var leases: [Lease] = []
    for number in 0..<10 {
      let lease = try world.connect("user\(number)", session: "s\(number)", port: ports ? UInt32(number) : nil)
      if interims { #expect(world.tell(.interim, lease).verdict == .applied) }
      leases.append(try world.lease(lease.address))
    }
    world.pass(60)
    return (world, leases)
  }

  /// A new session, of a user of its own, that uses the Acct-Session-Id of an old one.
  @discardableResult
  private static func reuse(_ number: Int, in world: inout World, by infers: Bool? = nil) throws -> Lease {
    let lease = try world.offer(.ask("new\(number)"))
    #expect(world.tell(.start, lease, session: "s\(number)") { $0.infersReboots = infers }.verdict == .applied)
    return lease
  }

  @Test func threeNamesUsedAgainPutTheOthersInDoubt() throws {
    var (world, leases) = try Self.world()
    try Self.reuse(0, in: &world)
    world.pass(1)
    try Self.reuse(1, in: &world)
    #expect(world.count(.suspect) == 0 && world.table.takeRebootFindings() == [], "two names are chance")
    try Self.reuse(2, in: &world)
    #expect(leases.allSatisfy { world.state($0.address) == .suspect && world.cause($0.address) == .rebootInferred })
    #expect(world.table.takeRebootFindings() == [.inferred(nas: "nas1", contradicted: 3, doubted: 10)])
    #expect(world.count(.active) == 3)
    world.check()
    // An interval in which they could have been heard, then the rest that doubt takes.
    world.pass(610)
    #expect(world.count(.quarantined) == 10)
    world.pass(60)
    #expect(world.count(.free) == 27)
    #expect(world.causes(leases[9].address).suffix(3) == [.rebootInferred, .rebootInferred, .quarantineOver])
    world.check()
  }

  @Test func anInterimOfOneTakesItBack() throws {
    var (world, leases) = try Self.world()
    for number in 0..<3 { try Self.reuse(number, in: &world) }
    #expect(world.count(.suspect) == 10)
    _ = world.table.takeRebootFindings()
    world.pass(500)
    #expect(world.tell(.interim, leases[7]).verdict == .applied)
    #expect(leases.allSatisfy { world.state($0.address) == .active && world.cause($0.address) == .revived })
    #expect(world.table.takeRebootFindings() == [.refuted(nas: "nas1", session: "s7", restored: 9)])
    world.check()
    // What they have left is what they had: three intervals and the grace, from when they were heard.
    world.pass(1_810 - 60 - 500 - 1)
    #expect(world.count(.suspect) == 0 && world.count(.quarantined) == 0)
    world.pass(1)
    #expect(world.state(leases[7].address) == .active && world.count(.quarantined) == 9)
    // This NAS uses names twice: that it does proves nothing any more.
    var later: [Lease] = []
    for number in 20..<24 { later.append(try world.connect("later\(number)", session: "s\(number)")) }
    for lease in later { _ = world.tell(.interim, lease) }
    world.pass(1)
    for number in 20..<24 { try Self.reuse(number, in: &world) }
    #expect(later.allSatisfy { world.state($0.address) == .active })
    world.check()
  }

  /// A doubt that was wrong takes nothing of the interval in which a server listens first once it has started.
  @Test func afterARestartItLeavesTheIntervalToListenIn() throws {
    var (world, leases) = try Self.world()
    world.restart(down: 3600)
    world.pass(1)
    for number in 0..<3 { try Self.reuse(number, in: &world) }
    #expect(world.count(.suspect) == 10)
    world.pass(1)
    #expect(world.tell(.interim, leases[7]).verdict == .applied)
    world.pass(597)
    #expect(leases.allSatisfy { world.state($0.address) == .active })
    world.pass(1)
    #expect(world.state(leases[7].address) == .active && world.count(.quarantined) == 9)
    world.check()
  }

  @Test func anOlderSessionHeardMeanwhileIsNoReboot() throws {
    var (world, leases) = try Self.world()
    try Self.reuse(0, in: &world)
    world.pass(1)
    #expect(world.tell(.interim, leases[9]).verdict == .applied)
    for number in 1..<9 { try Self.reuse(number, in: &world) }
    #expect(leases.allSatisfy { world.state($0.address) == .active })
    world.check()
  }

  @Test func signsThatAreFarApartAreNotOfOneReboot() throws {
    var (world, leases) = try Self.world()
    for number in 0..<6 {
      try Self.reuse(number, in: &world)
      if number % 2 == 1 { world.pass(601) }
      for lease in leases where number % 2 == 1 {
        _ = world.tell(.interim, lease, session: lease.holder?.session ?? "")
      }
    }
    #expect(leases.allSatisfy { world.state($0.address) == .active })
    world.check()
  }

  /// Nothing but the reuse speaks against sessions that never report: their silence is none.
  @Test(arguments: [(Bool?.none, 0), (true, 10), (false, 0)])
  func sessionsWithoutInterimsAreDoubtedOnlyWhereAnOperatorSaysSo(infers: Bool?, doubted: Int) throws {
    var (world, _) = try Self.world(interims: false)
    for number in 0..<5 { try Self.reuse(number, in: &world, by: infers) }
    #expect(world.count(.suspect) == doubted)
    world.check()
  }

  @Test func theConfigurationCanTurnItOff() throws {
    var (world, _) = try Self.world()
    for number in 0..<9 { try Self.reuse(number, in: &world, by: false) }
    #expect(world.count(.suspect) == 0 && world.table.takeRebootFindings() == [])
    world.check()
  }

  /// A new session on a port tells that the last one there is gone, be it for a lost Stop: half of all of them must be.
  @Test func portsNeedHalfOfTheSessions() throws {
    var (world, leases) = try Self.world(ports: true)
    for number in 0..<4 {
      _ = try world.connect("new\(number)", session: "t\(number)", port: UInt32(number))
      #expect(world.state(leases[number].address) == .free)
    }
    #expect(world.count(.suspect) == 0)
    _ = try world.connect("new4", session: "t4", port: 4)
    #expect(leases[5...].allSatisfy { world.state($0.address) == .suspect })
    world.check()
  }

  @Test func aStopOfAnOlderSessionIsHeardToo() throws {
    var (world, leases) = try Self.world(ports: true)
    for number in 0..<4 { _ = try world.connect("new\(number)", session: "t\(number)", port: UInt32(number)) }
    world.pass(1)
    #expect(world.tell(.stop, leases[9]).verdict == .applied)
    _ = try world.connect("new4", session: "t4", port: 4)
    #expect(leases[5..<9].allSatisfy { world.state($0.address) == .active })
    world.check()
  }

  @Test func anotherNASIsAnotherMatter() throws {
    var (world, leases) = try Self.world()
    for number in 0..<6 {
      let lease = try world.offer(.ask("new\(number)", nas: "nas2"))
      _ = world.tell(.start, lease, session: "s\(number)")
    }
    #expect(leases.allSatisfy { world.state($0.address) == .active })
    world.check()
  }

  /// Where the NAS can be asked, it is, once the interval has passed.
  @Test func itsNASIsAskedWhereItCanBe() throws {
    var (world, leases) = try Self.world()
    world.table.askableClients = ["lab"]
    for number in 0..<3 { try Self.reuse(number, in: &world) }
    #expect(!world.table.isAsked(leases[9].id), "asking ends a session that lives")
    world.pass(610)
    #expect(leases.allSatisfy { world.table.isAsked($0.id) })
    let isAnswered = world.table.answered(.gone, lease: leases[9].id, note: "", now: world.now)
    world.commit()
    #expect(isAnswered && world.state(leases[9].address) == .free && world.cause(leases[9].address) == .disconnected)
    world.check()
  }

  @Test func aRestartForgetsNoDoubt() throws {
    var (world, leases) = try Self.world()
    for number in 0..<3 { try Self.reuse(number, in: &world) }
    world.restart(down: 10)
    #expect(leases.allSatisfy { world.state($0.address) == .suspect })
    world.pass(5)
    #expect(world.tell(.interim, leases[4], session: "s4").verdict == .applied)
    #expect(leases.allSatisfy { world.state($0.address) == .active })
    world.check()
  }

  @Test func aFailedCommitTakesItBack() throws {
    var (world, leases) = try Self.world()
    for number in 0..<2 { try Self.reuse(number, in: &world) }
    let lease = try world.offer(.ask("new2"))
    let event = SessionEvent.of(.start, lease, session: "s2", at: world.now.wall)
    _ = world.table.account(event, now: world.now)
    #expect(world.count(.suspect) == 10)
    world.table.rollBack(world.table.takeChanges())
    #expect(leases.allSatisfy { world.state($0.address) == .active })
    world.check()
  }
}
