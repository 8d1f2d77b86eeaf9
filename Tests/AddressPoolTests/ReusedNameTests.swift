import AddressPool
import NetworkAddress
import Testing
import Timebase

/// NASes without Class that use an Acct-Session-Id a second time: what is of the new session, and what of the old one.
@Suite struct ReusedNameTests {
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

  /// The same, where the past session's address is still its own, and the new session has another.
  @Test(arguments: [SessionEvent.Kind.start, .interim], [nil, 0, 90] as [Int64?])
  func aNameThatIsUsedAgainOnAnotherAddressAfterAReboot(kind: SessionEvent.Kind, wait: Int64?) throws {
    var world = World(size: 2)
    let first = try world.connect("alice", session: "1")
    world.pass(30)
    #expect(world.reboot() == 1)
    world.pass(5)
    let second = try world.offer(.ask("alice"))
    #expect(second.address != first.address)
    // Nil: the packet names no address. The offer may have run out when it comes.
    world.pass(wait ?? 0)
    var event = SessionEvent.bare(
      kind, "alice", session: "1", address: wait == nil ? nil : second.address, at: world.now.wall)
    if kind == .interim { event.sessionTime = UInt32(wait ?? 0) }
    #expect(world.account(event).lease == second.id)
    #expect(world.state(second.address) == .active && world.state(first.address) == .free)
    world.check()
  }
}
