import AddressPool
import NetworkAddress
import Testing
import Timebase

/// Packets that come after their session's end, or after its address went on.
@Suite struct LatePacketTests {
  @Test(arguments: [SessionEvent.Kind.start, .interim])
  func afterItsStopASessionIsOver(kind: SessionEvent.Kind) throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    _ = world.tell(.stop, lease)
    #expect(world.tell(kind, lease).verdict == .stale)
    let bare = SessionEvent.bare(kind, "alice", session: "s1", address: lease.address, at: world.now.wall)
    #expect(world.account(bare).verdict == .stale)
    #expect(world.state(lease.address) == .free)
    world.check()
  }

  @Test(arguments: [SessionEvent.Kind.start, .interim])
  func alsoWhenTheAddressWentToAnotherAndCameBack(kind: SessionEvent.Kind) throws {
    var world = World(size: 1)
    let alice = try world.connect("alice", session: "s1")
    _ = world.tell(.stop, alice)
    let bob = try world.connect("bob", session: "s2")
    _ = world.tell(.stop, bob)
    #expect(world.tell(kind, alice).verdict == .stale)
    let bare = SessionEvent.bare(kind, "alice", session: "s1", address: alice.address, at: world.now.wall)
    #expect(world.account(bare).verdict == .stale)
    #expect(world.count(.free) == 1)
    world.check()
  }

  @Test func aStopForAnAddressThatWentOnIsStale() throws {
    var world = World(size: 1)
    let alice = try world.connect("alice", session: "s1")
    _ = world.tell(.stop, alice)
    let bob = try world.connect("bob", session: "s2")
    #expect(world.tell(.stop, alice).verdict == .stale)
    let bare = SessionEvent.bare(.stop, "alice", session: "s1", address: alice.address, at: world.now.wall)
    #expect(world.account(bare).verdict == .stale)
    #expect(try world.lease(bob.address).id == bob.id && world.state(bob.address) == .active)
    world.check()
  }

  @Test func theUsersNextSessionSurvivesTheStopOfTheLastOne() throws {
    var world = World(size: 1) { $0.quarantine = 0 }
    let first = try world.offer(.ask("alice", port: 1))
    _ = world.tell(.start, first, session: "s1")
    world.pass(86_500)
    let second = try world.offer(.ask("alice", port: 1))
    #expect(second.address == first.address && second.id != first.id)
    let stop = SessionEvent.bare(.stop, "alice", session: "s1", address: first.address, port: 1, at: world.now.wall)
    #expect(world.account(stop).verdict == .stale)
    #expect(world.state(second.address) == .offered)
    world.check()
  }

  @Test func sweptAndNotGivenOutIsRevivedByAnInterim() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    _ = world.tell(.interim, lease)
    world.pass(1811)
    #expect(world.state(lease.address) == .quarantined)
    #expect(world.tell(.interim, lease).verdict == .applied)
    #expect(world.state(lease.address) == .active && world.cause(lease.address) == .revived)
    world.pass(1811)
    world.pass(61)
    #expect(world.state(lease.address) == .free)
    #expect(world.tell(.interim, lease).verdict == .applied)
    #expect(try world.lease(lease.address).id == lease.id)
    world.check()
  }

  @Test func sweptAndGivenToAnotherIsAConflict() throws {
    var world = World(size: 1)
    let alice = try world.connect("alice", session: "s1")
    _ = world.tell(.interim, alice)
    world.pass(1811)
    world.pass(61)
    let bob = try world.connect("bob", session: "s2")
    #expect(world.tell(.interim, alice) == SessionOutcome(.conflict(holder: bob.id), lease: alice.id))
    #expect(world.causes(bob.address).last == .conflict)
    #expect(try world.lease(bob.address).id == bob.id && world.state(bob.address) == .active)
    world.check()
  }

  /// It lives on its address, whatever became of it meanwhile: once nobody else has it, it is given to no third.
  @Test(arguments: [true, false])
  func sweptSessionGetsItsAddressBackOnceTheOtherIsGone(hasClass: Bool) throws {
    var world = World(size: 1)
    let alice = try world.connect("alice", session: "s1")
    _ = world.tell(.interim, alice)
    world.pass(1811)
    world.pass(61)
    let bob = try world.connect("bob", session: "s2")
    _ = world.tell(.stop, bob)
    var event = SessionEvent.of(.interim, alice, at: world.now.wall)
    if !hasClass { event.token = nil }
    #expect(world.account(event).verdict == .applied)
    let again = try world.lease(alice.address)
    #expect(again.state == .active && again.holder?.user == "alice" && again.cause == .adopted)
    world.check()
  }

  @Test func anOfferThatRanOutIsConfirmedByALateStart() throws {
    var world = World()
    let lease = try world.offer(.ask("alice"))
    world.pass(61)
    #expect(world.state(lease.address) == .quarantined && world.causes(lease.address).last == .neverStarted)
    #expect(world.tell(.start, lease, session: "s1").verdict == .applied)
    #expect(world.state(lease.address) == .active)
    world.check()
  }

  /// The wall clock stepped between the Accept and a Start that came too late: what is left of Session-Timeout is
  /// reckoned from what the packet says of its session's age.
  @Test(arguments: [SessionEvent.Kind.start, .interim])
  func aRevivalAfterAStepOfTheClockLeavesTheRestOfSessionTimeout(kind: SessionEvent.Kind) throws {
    var world = World { $0.sessionTimeout = 7_200_000 }
    let lease = try world.offer(.ask("alice"))
    world.pass(61)
    world.step(20 * 3600)
    let late = world.tell(kind, lease, session: "s1") {
      $0.time = $0.time.advanced(byMilliseconds: -10_000)
      if kind == .interim { $0.sessionTime = 50 }
    }
    #expect(late.verdict == .applied)
    for _ in 0..<11 {
      world.pass(600)
      #expect(world.state(lease.address) == .active)
      if kind == .interim { #expect(world.tell(.interim, lease, session: "s1").verdict == .applied) }
    }
    world.pass(600 + 1811)
    #expect(world.state(lease.address) != .active)
    world.check()
  }

  /// The wall clock was set back after the Accept, so that a Start that comes with its Acct-Delay-Time seems to be older
  /// than the offer. How long the offer has stood tells that it need not be.
  @Test(arguments: [25, 50] as [Int64]) func aStartIsNoOlderForAStepOfTheClock(delay: Int64) throws {
    var world = World(size: 1)
    let lease = try world.offer(.ask("alice"))
    world.pass(30)
    world.step(-20)
    let late = SessionEvent.bare(
      .start, "alice", session: "s1", address: lease.address,
      at: world.now.wall.advanced(byMilliseconds: -delay * 1000))
    #expect(world.account(late).verdict == (delay > 30 ? .conflict(holder: lease.id) : .applied))
    #expect(world.state(lease.address) == (delay > 30 ? .offered : .active))
    world.check()
  }

  @Test func aStopEndsTheQuarantine() throws {
    var world = World()
    let lease = try world.offer(.ask("alice"))
    world.pass(61)
    #expect(world.tell(.stop, lease).verdict == .applied)
    #expect(world.state(lease.address) == .free)
    world.check()
  }
}
