import AddressPool
import NetworkAddress
import Testing
import Timebase

@Suite struct StaticAddressTests {
  static let own = World.address(2)
  static let outside = World.address(200)

  @Test func staticAddressInAPoolIsNeverOfferedToAnother() throws {
    var world = World(pools: [PoolDefinition(name: "main", ranges: [World.range(1, 3)])], statics: [Self.own])
    #expect(world.state(Self.own) == .reserved && world.count(.reserved) == 1 && world.count(.free) == 2)
    let given = try ["a", "b"].map { try world.offer(.ask($0)).address }
    #expect(!given.contains(Self.own))
    #expect(world.ask(.ask("c")) == .refused(.poolEmpty(pool: "main")))
    world.check()
  }

  @Test func itsUserGetsItAndItGoesBackToReserved() throws {
    var world = World(pools: [PoolDefinition(name: "main", ranges: [World.range(1, 3)])], statics: [Self.own])
    let lease = try world.offer(.ask("alice", from: .address(Self.own)))
    #expect(lease.address == Self.own && lease.state == .offered)
    #expect(world.tell(.start, lease, session: "1").verdict == .applied)
    #expect(world.tell(.stop, lease, session: "1").verdict == .applied)
    #expect(world.state(Self.own) == .reserved)
    world.check()
  }

  @Test func offerThatNeverStartsGoesBackToReserved() throws {
    var world = World(pools: [PoolDefinition(name: "main", ranges: [World.range(1, 3)])], statics: [Self.own])
    _ = try world.offer(.ask("alice", from: .address(Self.own)))
    world.pass(121)
    #expect(world.state(Self.own) == .reserved)
    world.check()
  }

  @Test func addressOutsideOfEveryPoolIsHeldToo() throws {
    var world = World()
    let lease = try world.offer(.ask("alice", from: .address(Self.outside)))
    #expect(lease.pool.isEmpty)
    #expect(world.ask(.ask("bob", from: .address(Self.outside))) == .refused(.addressInUse(Self.outside)))
    #expect(world.table.leasesOutsidePools.map(\.address) == [Self.outside])
    #expect(world.tell(.stop, lease).verdict == .applied)
    #expect(world.state(Self.outside) == .free && world.count(.free) == 3)
    world.check()
  }

  @Test func aNewSessionOfTheUserTakesItOver() throws {
    var world = World()
    let first = try world.offer(.ask("alice", port: 1, from: .address(Self.outside)))
    _ = world.tell(.start, first, session: "1")
    let second = try world.offer(.ask("alice", port: 2, from: .address(Self.outside)))
    #expect(second.address == Self.outside && second.id != first.id && second.cause == .handedOn)
    #expect(world.tell(.stop, first, session: "1").verdict == .stale)
    #expect(world.state(Self.outside) == .offered)
    world.check()
  }

  /// What an operator took out stays out, also for the user whose static address it becomes; and once given back it is
  /// that user's alone.
  @Test func whatAnOperatorTookOutIsNotItsUsersEither() throws {
    var world = World()
    try world.table.reserve(Self.own, note: "by ops: noisy", now: world.now)
    world.commit()
    world.reload(world.pools, statics: [Self.own])
    #expect(world.ask(.ask("alice", from: .address(Self.own))) == .refused(.addressReserved(Self.own)))
    #expect(world.count(.reserved) == 1)
    try world.table.release(Self.own, note: "by ops: quiet again", now: world.now)
    world.commit()
    #expect(world.state(Self.own) == .reserved, "it is alice's now")
    #expect(throws: OperatorRefusal.isStatic) { try world.table.reserve(Self.own, note: "", now: world.now) }
    let given = try ["a", "b"].map { try world.offer(.ask($0)).address }
    #expect(!given.contains(Self.own))
    #expect(try world.offer(.ask("alice", from: .address(Self.own))).address == Self.own)
    world.check()
  }

  @Test func addressIsReservedAsSoonAsItsHolderIsGone() throws {
    var world = World()
    let lease = try world.connect("bob", session: "1")
    world.reload(world.pools, statics: [lease.address])
    #expect(world.state(lease.address) == .active)
    #expect(world.tell(.stop, lease).verdict == .applied)
    #expect(world.state(lease.address) == .reserved)
    world.reload(world.pools, statics: [])
    #expect(world.state(lease.address) == .free && world.count(.free) == 3)
    world.check()
  }
}
