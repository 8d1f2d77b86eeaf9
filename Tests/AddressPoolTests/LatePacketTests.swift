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

  /// A NAS that counts Acct-Session-Id from 1 after a reboot gives the same user the same one again, and the server the
  /// same address. What comes soon may be a late packet of the first session: the address is held, under no name.
  @Test(arguments: [SessionEvent.Kind.start, .interim], [60, 300] as [Int64])
  func aNameThatIsUsedAgainIsTheNewSessions(kind: SessionEvent.Kind, after: Int64) throws {
    var (world, second) = try Self.worldWithSecondSession(after: after)
    let bare = SessionEvent.bare(kind, "alice", session: "1", address: second.address, at: world.now.wall)
    #expect(world.account(bare) == SessionOutcome(.applied, lease: second.id, rule: .userAndAddress))
    #expect(world.state(second.address) == .active)
    #expect(try world.lease(second.address).holder?.session == (after < 120 ? "" : "1"))
    world.check()
  }

  /// It was a late one: the second session goes by its own name, and the first one's Stop frees nothing.
  @Test func aLatePacketOfTheFirstSessionTakesNothingFromTheSecond() throws {
    var (world, second) = try Self.worldWithSecondSession(after: 60)
    func tell(_ kind: SessionEvent.Kind, _ session: String) -> SessionOutcome {
      world.account(.bare(kind, "alice", session: session, address: second.address, at: world.now.wall))
    }
    #expect(tell(.start, "1").verdict == .applied)
    #expect(tell(.start, "3") == SessionOutcome(.applied, lease: second.id, rule: .userAndAddress))
    #expect(tell(.stop, "1").verdict == .stale)
    #expect(try world.lease(second.address).holder?.session == "3" && world.state(second.address) == .active)
    #expect(tell(.stop, "3").verdict == .applied && world.state(second.address) == .free)
    world.check()
  }

  /// What it says of its age is the first one's: the second session has all of its Session-Timeout.
  @Test func aLatePacketTellsNothingOfTheSecondSession() throws {
    var (world, second) = try Self.worldWithSecondSession(after: 60)
    world.step(3600)
    var late = SessionEvent.bare(.interim, "alice", session: "1", address: second.address, at: world.now.wall)
    (late.sessionTime, late.inputOctets) = (600, 1_000_000)
    #expect(world.account(late).verdict == .applied)
    world.pass(1900)
    let start = SessionEvent.bare(.start, "alice", session: "3", address: second.address, at: world.now.wall)
    #expect(world.account(start).verdict == .applied)
    #expect(try world.lease(second.address).inputOctets == 0)
    world.pass(86_409 - 1900)
    #expect(world.state(second.address) == .active)
    world.pass(2)
    #expect(world.state(second.address) == .quarantined)
    world.check()
  }

  /// It was the second session's: what it sends renews its lease. Its Stop ends it once nothing of the first one can come
  /// any more; before that, its Session-Timeout does.
  @Test(arguments: [5, 90] as [Int64]) func aSessionUnderNoNameEndsInTime(length: Int64) throws {
    var (world, second) = try Self.worldWithSecondSession(after: 60)
    func tell(_ kind: SessionEvent.Kind, age: Int64) -> SessionOutcome {
      var event = SessionEvent.bare(kind, "alice", session: "1", address: second.address, at: world.now.wall)
      event.sessionTime = UInt32(age)
      return world.account(event)
    }
    #expect(tell(.start, age: 0).verdict == .applied)
    world.pass(length)
    #expect(tell(.interim, age: length).verdict == .applied)
    #expect(world.causes(second.address).last == .renewed)
    let isLate = length < 60
    #expect(tell(.stop, age: length).verdict == (isLate ? .stale : .applied))
    #expect(world.state(second.address) == (isLate ? .active : .free))
    world.pass(86_410 + 1811 + 61)
    #expect(world.state(second.address) == .free)
    world.check()
  }

  /// The wall clock was put forward after the Accept: what comes then is no later than it was, and a late packet of the
  /// first session does not give the second one its name.
  @Test(arguments: [100, 130] as [Int64]) func aLatePacketIsNoLaterForAStepOfTheClock(pass: Int64) throws {
    var (world, second) = try Self.worldWithSecondSession(after: pass - 20)
    world.step(3600)
    world.pass(20)
    let late = SessionEvent.bare(.interim, "alice", session: "1", address: second.address, at: world.now.wall)
    #expect(world.account(late).verdict == .applied)
    #expect(try world.lease(second.address).holder?.session == (pass < 120 ? "" : "1"))
    world.check()
  }

  /// Nor does a start of the server make it so: what had ended before it has.
  @Test(arguments: [100, 130] as [Int64]) func whatEndedBeforeAStart(pass: Int64) throws {
    var (world, second) = try Self.worldWithSecondSession(after: 60)
    world.restart(down: 3600)
    second = try world.offer(.ask("alice"))
    world.pass(pass)
    var event = SessionEvent.bare(.interim, "alice", session: "1", address: second.address, at: world.now.wall)
    event.sessionTime = UInt32(pass)
    _ = world.account(event)
    #expect(try world.lease(second.address).holder?.session == (pass < 120 ? "" : "1"))
    world.check()
  }

  /// A world of one address whose first session, `1`, stopped `after` seconds before its user was offered it again.
  private static func worldWithSecondSession(after: Int64) throws -> (World, Lease) {
    var world = World(size: 1)
    let first = try world.connect("alice", session: "1")
    _ = world.tell(.stop, first)
    let other = try world.connect("bob", session: "2")
    _ = world.tell(.stop, other)
    world.pass(after)
    let second = try world.offer(.ask("alice"))
    return (world, second)
  }

  /// What began after the reboot that ended a session is none of that session's, however soon it comes.
  @Test(arguments: [SessionEvent.Kind.start, .interim], [-1, 10] as [Int64])
  func aNameThatIsUsedAgainAfterAReboot(kind: SessionEvent.Kind, began: Int64) throws {
    var world = World(size: 1)
    _ = try world.connect("alice", session: "1")
    world.pass(30)
    #expect(world.reboot() == 1)
    world.pass(5)
    let other = try world.connect("bob", session: "2")
    _ = world.tell(.stop, other)
    world.pass(5)
    let second = try world.offer(.ask("alice"))
    // One second before the reboot, or when the packet comes.
    let time = began < 0 ? world.now.wall.advanced(byMilliseconds: -11_000) : world.now.wall
    let bare = SessionEvent.bare(kind, "alice", session: "1", address: second.address, at: time)
    _ = world.account(bare)
    #expect(world.state(second.address) == (began < 0 ? .offered : .active))
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
