import AddressPool
import NetworkAddress
import Testing
import Timebase

/// What time alone does.
@Suite struct SweepTests {
  @Test func anUnusedOfferIsFreeAfterOfferTimeoutAndQuarantine() throws {
    var world = World(size: 1)
    let lease = try world.offer(.ask("alice"))
    world.pass(59)
    #expect(world.state(lease.address) == .offered)
    world.pass(1)
    #expect(world.state(lease.address) == .quarantined && world.cause(lease.address) == .neverStarted)
    #expect(world.ask(.ask("bob")) == .refused(.poolEmpty(pool: "main")))
    world.pass(59)
    #expect(world.state(lease.address) == .quarantined)
    world.pass(1)
    #expect(world.state(lease.address) == .free && world.cause(lease.address) == .quarantineOver)
    world.check()
  }

  @Test func withoutQuarantineItIsFreeAtOnce() throws {
    var world = World(size: 1) { $0.quarantine = 0 }
    let lease = try world.offer(.ask("alice"))
    world.pass(60)
    #expect(world.state(lease.address) == .free && world.cause(lease.address) == .neverStarted)
    world.check()
  }

  @Test func sessionTimeoutAndGraceEndASession() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    world.pass(86_409)
    #expect(world.state(lease.address) == .active)
    world.pass(1)
    #expect(world.state(lease.address) == .quarantined)
    #expect(world.causes(lease.address).suffix(2) == [.sessionTimeout, .sessionTimeout])
    world.check()
  }

  @Test func silenceCountsOnlyAfterAnInterim() throws {
    var world = World()
    let quiet = try world.connect("alice", session: "s1")
    let chatty = try world.connect("bob", session: "s2")
    _ = world.tell(.interim, chatty)
    world.pass(1809)
    #expect(world.state(chatty.address) == .active)
    world.pass(1)
    #expect(world.state(chatty.address) == .quarantined && world.cause(chatty.address) == .silence)
    #expect(world.state(quiet.address) == .active)
    world.check()
  }

  @Test func silenceNeverPassesTheSessionTimeout() throws {
    var world = World { $0.sessionTimeout = 1_000_000 }
    let lease = try world.connect("alice", session: "s1")
    world.pass(900)
    _ = world.tell(.interim, lease)
    world.pass(110)
    #expect(world.state(lease.address) == .quarantined && world.cause(lease.address) == .sessionTimeout)
    world.check()
  }

  @Test func withoutAnIntervalSilenceDoesNotCount() throws {
    var world = World()
    let lease = try world.offer(.ask("alice").with { $0.interimInterval = 0 })
    _ = world.tell(.interim, lease, session: "s1")
    world.pass(86_000)
    #expect(world.state(lease.address) == .active)
    world.check()
  }

  @Test func quarantineOfASuspectIsFinite() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    world.pass(86_410)
    world.pass(60)
    #expect(world.state(lease.address) == .free && world.count(.free) == 3)
    #expect(world.table.nextSweep == nil || world.count(.free) == 3)
    world.check()
  }

  @Test(arguments: [-3600, 86_400, -86_400 * 365] as [Int64])
  func aStepOfTheWallClockEndsNothing(seconds: Int64) throws {
    var world = World()
    let active = try world.connect("alice", session: "s1")
    _ = world.tell(.interim, active)
    let offered = try world.offer(.ask("bob"))
    world.step(seconds)
    #expect(world.state(active.address) == .active && world.state(offered.address) == .offered)
    world.pass(60)
    #expect(world.state(offered.address) == .quarantined && world.state(active.address) == .active)
    world.pass(1750)
    #expect(world.state(active.address) == .quarantined)
    world.check()
  }

  @Test func aPassOfTheSweepIsBounded() throws {
    var world = World(size: 50)
    for port in 0..<50 { _ = try world.offer(.ask("user\(port)")) }
    world.now.moment = world.now.moment.advanced(byMilliseconds: 60_000)
    #expect(world.table.sweep(now: world.now, limit: 20) == 20)
    #expect(world.table.poolCounts[0][.quarantined] == 20)
    #expect(world.table.sweep(now: world.now, limit: 20) == 20)
    #expect(world.table.sweep(now: world.now, limit: 20) == 10)
    world.commit()
    world.check()
  }

  @Test func aRenewedDeadlineIsLookedAtAgain() throws {
    var world = World(size: 30)
    let leases = try (0..<30).map { try world.connect("user\($0)", session: "s\($0)") }
    for round in 0..<5 {
      for lease in leases { _ = world.tell(.interim, lease) }
      #expect(world.count(.active) == 30, "round \(round)")
      world.pass(1000)
    }
    world.pass(811)
    #expect(world.count(.quarantined) == 30)
    world.pass(60)
    #expect(world.count(.free) == 30)
    world.check()
  }
}
