import AddressPool
import NetworkAddress
import Testing
import Timebase

@Suite struct OperatorTests {
  static func release(_ world: inout World, _ address: IPv4Address) throws(OperatorRefusal) {
    defer { world.commit() }
    try world.table.release(address, note: "by test: stuck", now: world.now)
  }

  static func reserve(_ world: inout World, _ address: IPv4Address) throws(OperatorRefusal) {
    defer { world.commit() }
    try world.table.reserve(address, note: "by test: printer", now: world.now)
  }

  @Test func releaseFreesAtOnce() throws {
    var world = World { $0.cooldown = 60_000 }
    let lease = try world.connect("alice", session: "s1")
    try Self.release(&world, lease.address)
    #expect(world.state(lease.address) == .free)
    #expect(world.ledger.last?.cause == .operator && world.ledger.last?.note == "by test: stuck")
    world.check()
  }

  @Test func reserveTakesAFreeAddressOut() throws {
    var world = World(size: 2)
    try Self.reserve(&world, World.address(1))
    #expect(world.state(World.address(1)) == .reserved)
    #expect(try world.offer(.ask("alice")).address == World.address(2))
    #expect(world.ask(.ask("bob")) == .refused(.poolEmpty(pool: "main")))
    try Self.release(&world, World.address(1))
    #expect(try world.offer(.ask("bob")).address == World.address(1))
    world.check()
  }

  @Test func reserveWaitsForTheHolder() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    try Self.reserve(&world, lease.address)
    #expect(world.state(lease.address) == .active)
    _ = world.tell(.stop, lease)
    #expect(world.state(lease.address) == .reserved)
    world.check()
  }

  /// The address is to be free as soon as its holder is gone, so it goes to no new session of his.
  @Test func anAddressToBeReservedIsNotHandedOn() throws {
    var (world, leases) = try PortTests.worldWithSessions(8)
    try Self.reserve(&world, leases[3].address)
    #expect(try world.offer(.ask("user3", port: 3, call: "s3")).address != leases[3].address)
    world.check()
  }

  @Test func refusalsSayWhy() throws {
    var world = World(pools: [PoolDefinition(name: "main", ranges: [World.range(1, 3)])], statics: [World.address(2)])
    #expect(throws: OperatorRefusal.unknownAddress) { try Self.release(&world, World.address(99)) }
    #expect(throws: OperatorRefusal.alreadyFree) { try Self.release(&world, World.address(1)) }
    #expect(throws: OperatorRefusal.isStatic) { try Self.release(&world, World.address(2)) }
    #expect(throws: OperatorRefusal.unknownAddress) { try Self.reserve(&world, World.address(99)) }
    #expect(throws: OperatorRefusal.isStatic) { try Self.reserve(&world, World.address(2)) }
    try Self.reserve(&world, World.address(1))
    #expect(throws: OperatorRefusal.alreadyReserved) { try Self.reserve(&world, World.address(1)) }
    let lease = try world.offer(.ask("alice"))
    _ = world.tell(.stop, lease)
    #expect(throws: OperatorRefusal.alreadyFree) { try Self.release(&world, lease.address) }
    world.check()
  }

  /// The table's row differs from the ledger: it is made what the ledger says, and an entry says so.
  @Test(arguments: [LeaseState.active, .free])
  func aRowIsRebuiltFromTheLedger(truth: LeaseState) throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    if truth == .free { _ = world.tell(.stop, lease) }
    let ledger = try world.lease(lease.address)
    // As though the table had missed, or made up, the Stop.
    var wrong = ledger
    wrong.state = truth == .free ? .active : .free
    wrong.deadline = truth == .free ? world.now.wall.advanced(byMilliseconds: 60_000) : nil
    world.table = LeaseTable()
    world.table.restore([wrong], lastLeaseID: lease.id, pools: world.pools, now: world.now)
    world.table.configure(pools: world.pools, staticAddresses: [], now: world.now)
    world.commit()
    #expect(!world.faults.isEmpty)
    world.table.rebuild(ledger, note: "root: repair from r.json", now: world.now)
    world.commit()
    world.check()
    #expect(world.state(lease.address) == truth && world.causes(lease.address).last == .operator)
    #expect(world.ledger.last?.note == "root: repair from r.json")
    if truth == .active { #expect(world.tell(.stop, lease).verdict == .applied) }
    world.check()
  }
}
