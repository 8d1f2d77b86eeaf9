import AddressPool
import NetworkAddress
import Testing
import Timebase

/// What `restore` makes of what the ledger kept.
@Suite struct RestartTests {
  @Test func aThousandSessionsAreStillHeldAndAllTheirStopsFree() throws {
    var world = World(size: 1200)
    let leases = try (0..<1000).map { try world.connect("user\($0)", session: "s\($0)") }
    world.restart(down: 60)
    #expect(world.count(.active) == 1000)
    world.check()
    for lease in leases { #expect(world.tell(.stop, lease).verdict == .applied) }
    #expect(world.count(.free) == 1200)
    world.check()
  }

  @Test func leaseNumbersGoOnAfterTheLast() throws {
    var world = World()
    let lease = try world.offer(.ask("alice"))
    world.restart()
    #expect(try world.offer(.ask("bob")).id > lease.id)
    world.restart(lastLeaseID: LeaseID(rawValue: 500))
    #expect(try world.offer(.ask("carol")).id == LeaseID(rawValue: 501))
  }

  @Test func theSameAskGetsTheSameAddress() throws {
    var world = World()
    let lease = try world.offer(.ask("alice", port: 4))
    world.restart(down: 5)
    #expect(try world.offer(.ask("alice", port: 4)).id == lease.id)
    world.check()
  }

  @Test func anOfferKeepsWhatIsLeftOfItsTime() throws {
    var world = World()
    let lease = try world.offer(.ask("alice"))
    world.restart(down: 20)
    world.pass(39)
    #expect(world.state(lease.address) == .offered)
    world.pass(1)
    #expect(world.state(lease.address) == .quarantined)
    world.check()
  }

  /// The clock stepped back while the server was down: what is left is never more than the whole.
  @Test func noDeadlineIsLongerThanItsFullLength() throws {
    var world = World()
    let offered = try world.offer(.ask("alice"))
    let silent = try world.connect("bob", session: "s1")
    _ = world.tell(.interim, silent)
    let started = try world.connect("carol", session: "s2")
    world.restart(down: -10 * 86_400)
    world.pass(60)
    #expect(world.state(offered.address) == .quarantined)
    world.pass(1750)
    #expect(world.state(silent.address) == .quarantined, "silence is bounded by its own span")
    world.pass(86_410 - 1810)
    #expect(world.state(started.address) == .quarantined)
    world.check()
  }

  /// It stepped forward, or the server was down for long: a session gets one more interval to be heard from.
  @Test(arguments: [1700, 1820, 40_000] as [Int64])
  func anActiveSessionGetsOneMoreInterval(down: Int64) throws {
    var world = World()
    let lease = try world.connect("bob", session: "s1")
    _ = world.tell(.interim, lease)
    world.restart(down: down)
    world.pass(599)
    #expect(world.state(lease.address) == .active)
    #expect(world.tell(.interim, lease).verdict == .applied)
    world.pass(1809)
    #expect(world.state(lease.address) == .active)
    world.pass(1)
    #expect(world.state(lease.address) == .quarantined)
    world.check()
  }

  @Test func andNoMoreThanThat() throws {
    var world = World()
    let lease = try world.connect("bob", session: "s1")
    _ = world.tell(.interim, lease)
    world.restart(down: 5 * 86_400)
    world.pass(600)
    #expect(world.state(lease.address) == .quarantined)
    world.check()
  }

  @Test func quarantineIsBoundedToo() throws {
    var world = World()
    let lease = try world.offer(.ask("alice"))
    world.pass(60)
    world.restart(down: -86_400)
    #expect(world.state(lease.address) == .quarantined)
    world.pass(60)
    #expect(world.state(lease.address) == .free)
    world.check()
  }

  @Test func aSessionNameUsedTwiceLeadsToTheOneThatLives() throws {
    var world = World()
    let first = try world.connect("alice", session: "x")
    let second = try world.connect("bob", session: "1")
    _ = world.tell(.stop, second)
    _ = world.tell(.stop, first)
    _ = try world.offer(.ask("filler"))
    let third = try world.offer(.ask("carol"))
    #expect(third.address == second.address)
    _ = world.tell(.stop, third, session: "old")
    let live = try world.connect("carol", session: "old", port: 9)
    #expect(live.address == first.address)
    world.restart()
    let stop = SessionEvent.bare(.stop, "carol", session: "old", address: nil, at: world.now.wall)
    #expect(world.account(stop) == SessionOutcome(.applied, lease: live.id, rule: .session))
    #expect(world.state(live.address) == .free)
    world.check()
  }

  @Test func whatNobodyRemembersIsHeardWhenItSpeaks() throws {
    var world = World(size: 1)
    let alice = try world.connect("alice", session: "s1")
    _ = world.tell(.interim, alice)
    world.pass(1811)
    world.pass(61)
    let bob = try world.connect("bob", session: "s2")
    _ = world.tell(.stop, bob)
    world.past = []
    world.restart()
    #expect(world.tell(.start, alice).verdict == .stale, "a Start may be a late one")
    #expect(world.tell(.interim, alice).verdict == .applied)
    #expect(try world.lease(alice.address).holder?.user == "alice")
    world.check()
  }
}
