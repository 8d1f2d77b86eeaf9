import AddressPool
import NetworkAddress
import Testing
import Timebase

/// NAS-Ports are an identity only where they are proven, or said, to be unique.
@Suite struct PortTests {
  static func worldWithSessions(_ count: Int, shared: Bool = false) throws -> (World, [Lease]) {
    var world = World(size: 20)
    let leases = try (0..<count).map { port in
      try world.connect("user\(port)", session: "s\(port)", port: UInt32(shared ? port / 2 : port))
    }
    return (world, leases)
  }

  @Test func eightSessionsOnEightPortsProveThem() throws {
    var (world, leases) = try Self.worldWithSessions(8)
    world.pass(10)
    let next = try world.offer(.ask("user3", port: 3, call: "s3"))
    #expect(next.address == leases[3].address && next.id != leases[3].id && next.cause == .handedOn)
    world.check()
  }

  /// A copy of the Access-Request that the network held up, and that nobody remembers, takes no address from the session
  /// that began with it.
  @Test func aLateCopyOfTheAskTakesNothing() throws {
    var (world, leases) = try Self.worldWithSessions(8)
    world.pass(9)
    let copy = try world.offer(.ask("user3", port: 3, call: "s3"))
    #expect(copy.address != leases[3].address && world.state(leases[3].address) == .active)
    world.pass(3600)
    #expect(world.state(copy.address) == .free && world.state(leases[3].address) == .active)
    #expect(world.tell(.stop, leases[3]).verdict == .applied)
    world.check()
  }

  /// An ask with another authenticator is another ask, however soon it comes.
  @Test func whoDialsAgainAtOnceIsNoCopy() throws {
    var (world, _) = try Self.worldWithSessions(8)
    func ask(_ user: String, _ port: UInt32, _ mark: UInt32) -> OfferRequest {
      .ask(user, port: port).with { $0.mark = mark }
    }
    let first = try world.offer(ask("user8", 8, 1))
    #expect(world.tell(.start, first, session: "first").verdict == .applied)
    #expect(try world.offer(ask("user8", 8, 1)).address != first.address, "a copy")
    let other = try world.offer(ask("user9", 9, 5))
    #expect(world.tell(.start, other, session: "other").verdict == .applied)
    let again = try world.offer(ask("user9", 9, 7))
    #expect(again.address == other.address && again.cause == .handedOn)
    world.check()
  }

  /// A copy of the ask of an earlier call of that user on that port takes nothing, whenever it comes.
  @Test func aLateCopyOfAnEarlierAskTakesNothing() throws {
    var (world, _) = try Self.worldWithSessions(8)
    func ask(_ mark: UInt32) -> OfferRequest { .ask("user8", port: 8).with { $0.mark = mark } }
    let earlier = try world.offer(ask(1))
    #expect(world.tell(.start, earlier, session: "earlier").verdict == .applied)
    #expect(world.tell(.stop, earlier, session: "earlier").verdict == .applied)
    let live = try world.offer(ask(3))
    #expect(world.tell(.start, live, session: "live").verdict == .applied)
    #expect(try world.offer(ask(1).with { $0.isCopy = true }).address != live.address)
    #expect(world.state(live.address) == .active)
    world.check()
  }

  @Test func sevenDoNot() throws {
    var (world, leases) = try Self.worldWithSessions(7)
    world.pass(10)
    let next = try world.offer(.ask("user3", port: 3, call: "s3"))
    #expect(next.address != leases[3].address && world.state(leases[3].address) == .active)
    world.check()
  }

  @Test func aPortSharedOnceIsNeverTrustedAgain() throws {
    var (world, leases) = try Self.worldWithSessions(2, shared: true)
    for lease in leases { _ = world.tell(.stop, lease) }
    leases = try (0..<10).map { try world.connect("late\($0)", session: "l\($0)", port: UInt32($0)) }
    world.pass(10)
    let next = try world.offer(.ask("late3", port: 3, call: "l3"))
    #expect(next.address != leases[3].address)
    world.check()
  }

  @Test(arguments: [(true, true), (false, false)])
  func theConfigurationOverrides(unique: Bool, handsOn: Bool) throws {
    var (world, leases) = try Self.worldWithSessions(unique ? 1 : 9)
    world.pass(10)
    let next = try world.offer(.ask("user0", port: 0, call: "s0").with { $0.portsUnique = unique })
    #expect((next.address == leases[0].address) == handsOn)
    world.check()
  }

  /// Another user on the port: its last session is gone, its address free.
  @Test func aNewSessionOnAUniquePortEndsTheLastOne() throws {
    var (world, leases) = try Self.worldWithSessions(8)
    let next = try world.offer(.ask("newcomer", port: 3))
    #expect(world.state(leases[3].address) == .active, "an offer proves nothing yet")
    #expect(world.tell(.start, next, session: "n1").verdict == .applied)
    #expect(world.state(leases[3].address) == .free && world.causes(leases[3].address).last == .portReused)
    world.check()
  }

  /// The guess was wrong: the session is heard again, gets its address back, and ports are not trusted any more.
  @Test func aSessionThatWasTakenForGoneIsRevived() throws {
    var (world, leases) = try Self.worldWithSessions(8)
    let next = try world.offer(.ask("newcomer", port: 3))
    _ = world.tell(.start, next, session: "n1")
    #expect(world.tell(.interim, leases[3]).verdict == .applied)
    #expect(world.state(leases[3].address) == .active)
    let third = try world.offer(.ask("third", port: 4))
    _ = world.tell(.start, third, session: "t1")
    #expect(world.state(leases[4].address) == .active)
    world.check()
  }

  @Test func aSharedPortEndsNobody() throws {
    var (world, leases) = try Self.worldWithSessions(10, shared: true)
    let next = try world.offer(.ask("newcomer", port: 3))
    _ = world.tell(.start, next, session: "n1")
    #expect(leases.allSatisfy { world.state($0.address) == .active })
    world.check()
  }

  @Test func twoUsersWithoutAPortGetTwoAddresses() throws {
    var world = World()
    let first = try world.offer(.ask("alice"))
    let second = try world.offer(.ask("bob"))
    #expect(first.address != second.address)
    let third = try world.offer(.ask("carol", port: 0))
    #expect(third.address != first.address && third.address != second.address)
    world.check()
  }

  @Test func reauthenticationKeepsAddressAndLease() throws {
    var world = World()
    let lease = try world.offer(.ask("alice", session: "s1"))
    _ = world.tell(.start, lease, session: "s1")
    world.pass(80_000)
    let again = try world.offer(.ask("alice", session: "s1"))
    #expect(again.id == lease.id && again.state == .active && again.cause == .retried)
    world.pass(86_409)
    #expect(world.state(lease.address) == .active)
    world.pass(1)
    #expect(world.state(lease.address) == .quarantined)
    world.check()
  }

  @Test func withoutASessionNameAnAskOfAnActiveIdentityGetsItsOwn() throws {
    var world = World()
    let lease = try world.offer(.ask("alice", call: "phone"))
    _ = world.tell(.start, lease, session: "s1")
    let again = try world.offer(.ask("alice", call: "phone"))
    #expect(again.address != lease.address && world.state(lease.address) == .active)
    world.check()
  }
}
