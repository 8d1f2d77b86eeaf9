import AddressPool
import NetworkAddress
import Testing
import Timebase

/// Accounting-On and Accounting-Off.
@Suite struct RebootTests {
  @Test func freesTheLeasesOfThatNASAndNoOther() throws {
    var world = World()
    let active = try world.connect("alice", session: "1")
    let offered = try world.offer(.ask("bob"))
    let other = try world.connect("carol", session: "1", nas: "nas2")
    world.pass(10)
    #expect(world.reboot() == 2)
    #expect(world.state(active.address) == .free && world.state(offered.address) == .free)
    #expect(world.state(other.address) == .active)
    #expect(world.causes(active.address).last == .nasReboot)
    world.check()
  }

  @Test func sparesTheSessionsThatBeganSince() throws {
    var world = World()
    let old = try world.connect("alice", session: "1")
    world.pass(100)
    let rebooted = world.now.wall
    world.pass(10)
    let new = try world.connect("bob", session: "2")
    world.pass(590)
    #expect(world.reboot(before: rebooted) == 1)
    #expect(world.state(old.address) == .free && world.state(new.address) == .active)
    world.check()
  }

  /// The offer is older than the reboot, the session that will use it is not.
  @Test func sparesAnOfferThatWasMadeAgainSince() throws {
    var world = World()
    let lease = try world.offer(.ask("alice", port: 1))
    world.pass(10)
    let rebooted = world.now.wall
    world.pass(10)
    _ = try world.offer(.ask("alice", port: 1))
    #expect(world.reboot(before: rebooted) == 0)
    #expect(world.tell(.start, lease, session: "1").verdict == .applied)
    #expect(world.state(lease.address) == .active)
    world.check()
  }

  @Test func aLatePacketFromBeforeTheRebootRevivesNothing() throws {
    var world = World()
    let lease = try world.connect("alice", session: "1")
    world.pass(100)
    let before = world.now.wall
    world.pass(10)
    #expect(world.reboot() == 1)
    #expect(world.tell(.interim, lease) { $0.time = before }.verdict == .stale)
    #expect(world.state(lease.address) == .free)
    world.check()
  }

  /// Some devices say Accounting-On when accounting is switched on, and keep their sessions.
  @Test func aSessionThatIsHeardAfterTheRebootLivesOn() throws {
    var world = World()
    let lease = try world.connect("alice", session: "1")
    world.pass(100)
    #expect(world.reboot() == 1)
    world.pass(10)
    #expect(world.tell(.interim, lease).verdict == .applied)
    #expect(world.state(lease.address) == .active && world.cause(lease.address) == .revived)
    world.check()
  }

  @Test func cooldownAppliesToAReboot() throws {
    var world = World { $0.cooldown = 5000 }
    let lease = try world.connect("alice", session: "1")
    world.pass(1)
    #expect(world.reboot() == 1)
    #expect(world.state(lease.address) == .quarantined)
    world.pass(5)
    #expect(world.state(lease.address) == .free)
    world.check()
  }
}
