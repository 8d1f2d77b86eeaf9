import AddressPool
import NetworkAddress
import Testing
import Timebase

@Suite struct ReloadTests {
  @Test func leasesInAShrunkRangeLiveOnAndEnd() throws {
    var world = World(size: 3)
    let leases = try ["a", "b", "c"].map { try world.connect($0, session: $0) }
    world.reload([PoolDefinition(name: "main", ranges: [World.range(1, 1)])])
    #expect(world.count(.active) == 1 && world.table.poolCounts[0].size == 1)
    #expect(world.table.leasesOutsidePools.map(\.address) == [leases[1].address, leases[2].address])
    #expect(world.tell(.interim, leases[1]).verdict == .applied)
    #expect(world.state(leases[1].address) == .active)
    for lease in leases { #expect(world.tell(.stop, lease).verdict == .applied) }
    #expect(world.table.leasesOutsidePools == [])
    let given = try world.offer(.ask("b", call: "b")).address
    #expect(given == leases[0].address, "not the one that left the pool, though it was his")
    #expect(world.ask(.ask("x")) == .refused(.poolEmpty(pool: "main")))
    world.check()
  }

  @Test func anAddressThatLeftItsPoolIsNotHandedOn() throws {
    var (world, leases) = try PortTests.worldWithSessions(8)
    world.reload([PoolDefinition(name: "main", ranges: [World.range(100, 120)])])
    let next = try world.offer(.ask("user3", port: 3, call: "s3"))
    #expect(next.address == World.address(100) && next.address != leases[3].address)
    world.check()
  }

  @Test func aRenamedPoolKeepsItsLeases() throws {
    var world = World(size: 3)
    let lease = try world.connect("alice", session: "s1")
    world.reload([PoolDefinition(name: "renamed", ranges: [World.range(1, 3)])])
    #expect(world.table.poolCounts[0].pool == "renamed" && world.count(.active) == 1)
    world.restart(down: 10)
    #expect(world.count(.active) == 1)
    _ = world.tell(.stop, lease)
    #expect(world.count(.free) == 3)
    #expect(try world.offer(.ask("bob")).pool == "renamed")
    world.check()
  }

  @Test func aGrownPoolGivesItsNewAddressesFirst() throws {
    var world = World(size: 1)
    let lease = try world.connect("alice", session: "s1")
    _ = world.tell(.stop, lease)
    world.reload([PoolDefinition(name: "main", ranges: [World.range(1, 3)])])
    let given = try ["x", "y", "z"].map { try world.offer(.ask($0)).address }
    #expect(given == [World.address(2), World.address(3), World.address(1)])
    world.check()
  }

  @Test func anAddressThatComesBackIntoAPoolIsGivenOutAgain() throws {
    var world = World(size: 2)
    let lease = try world.connect("alice", session: "s1")
    world.reload([PoolDefinition(name: "main", ranges: [World.range(2, 2)])])
    world.reload([PoolDefinition(name: "main", ranges: [World.range(1, 2)])])
    #expect(world.count(.active) == 1 && world.count(.free) == 1)
    _ = world.tell(.stop, lease)
    let given = try Set(["x", "y"].map { try world.offer(.ask($0)).address })
    #expect(given == [World.address(1), World.address(2)])
    world.check()
  }

  @Test func everyReloadFindsEveryFreeAddress() throws {
    var world = World(size: 10)
    let leases = try (0..<6).map { try world.connect("user\($0)", session: "s\($0)") }
    for index in [0, 3, 4] { _ = world.tell(.stop, leases[index]) }
    for last in [8, 10, 5, 12] {
      world.reload([PoolDefinition(name: "main", ranges: [World.range(1, last)])])
      world.check()
      var copy = world
      var given = 0
      while case .granted = copy.ask(.ask("drain\(given)")) { given += 1 }
      #expect(given == world.count(.free), "range to \(last)")
    }
  }
}
