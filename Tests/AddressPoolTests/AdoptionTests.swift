import AddressPool
import NetworkAddress
import Testing
import Timebase

@Suite struct AdoptionTests {
  @Test(arguments: [SessionEvent.Kind.start, .interim])
  func aSessionOnAnAddressOfOursIsTakenIn(kind: SessionEvent.Kind) throws {
    var world = World()
    var event = SessionEvent.bare(kind, "alice", session: "s1", address: World.address(2), at: world.now.wall)
    event.sessionTime = 100
    #expect(world.account(event).verdict == .applied)
    let lease = try world.lease(World.address(2))
    #expect(lease.state == .active && lease.cause == .adopted && lease.holder?.user == "alice")
    #expect(lease.start == world.now.wall.advanced(byMilliseconds: -100_000))
    let given = try ["b", "c"].map { try world.offer(.ask($0)).address }
    #expect(given == [World.address(1), World.address(3)])
    #expect(
      world.account(.bare(.stop, "alice", session: "s1", address: nil, at: world.now.wall)).verdict == .applied)
    #expect(world.state(World.address(2)) == .free)
    world.check()
  }

  @Test func aStopAdoptsNothing() throws {
    var world = World()
    let stop = SessionEvent.bare(.stop, "alice", session: "s1", address: World.address(2), at: world.now.wall)
    #expect(world.account(stop).verdict == .noLease)
    #expect(world.count(.free) == 3)
    world.check()
  }

  @Test func anAddressOfNoPoolIsNotOurs() throws {
    var world = World()
    let start = SessionEvent.bare(.start, "alice", session: "s1", address: World.address(99), at: world.now.wall)
    #expect(world.account(start).verdict == .noLease)
    world.check()
  }

  @Test func aPoolThatIsNotOpenToTheClientIsNotItsToClaim() throws {
    var world = World { $0.clients = ["other"] }
    let start = SessionEvent.bare(.start, "alice", session: "s1", address: World.address(1), at: world.now.wall)
    #expect(world.account(start).verdict == .noLease)
    world.check()
  }

  @Test func whatAnOperatorTookOutIsNotAdopted() throws {
    var world = World()
    try world.table.reserve(World.address(1), note: "printer", now: world.now)
    world.commit()
    let start = SessionEvent.bare(.start, "alice", session: "s1", address: World.address(1), at: world.now.wall)
    #expect(world.account(start).verdict == .noLease)
    #expect(world.state(World.address(1)) == .reserved)
    world.check()
  }

  /// The store was lost while all were up: their Interims bring the table back, and nobody's address is given away.
  @Test func interimsHealALostStore() throws {
    var world = World(size: 100)
    let leases = try (0..<60).map { try world.connect("user\($0)", session: "s\($0)") }
    var empty = World(size: 100)
    empty.now = world.now
    for lease in leases {
      let session = lease.holder?.session ?? ""
      let event = SessionEvent.bare(
        .interim, lease.holder?.user ?? "", session: session, address: lease.address, at: empty.now.wall)
      #expect(empty.account(event).verdict == .applied)
    }
    let taken = Set(leases.map(\.address))
    for index in 0..<40 {
      #expect(try !taken.contains(empty.offer(.ask("new\(index)")).address))
    }
    #expect(empty.ask(.ask("one more")) == .refused(.poolEmpty(pool: "main")))
    empty.check()
  }

  @Test func anAdoptedSessionEndsToo() throws {
    var world = World()
    var event = SessionEvent.bare(.start, "alice", session: "s1", address: World.address(2), at: world.now.wall)
    event.sessionTime = 40 * 86_400
    #expect(world.account(event).verdict == .applied)
    world.pass(86_500)
    world.pass(61)
    #expect(world.state(World.address(2)) == .free)
    world.check()
  }
}
