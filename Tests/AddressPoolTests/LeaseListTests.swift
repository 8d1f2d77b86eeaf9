import AddressPool
import NetworkAddress
import TestRandom
import Testing
import Timebase

/// Leases on their way from a store into a table.
@Suite struct LeaseListTests {
  private static func lease(_ place: Int, id: Int, port: Int? = nil) -> Lease {
    let now = World().now.wall
    var lease = Lease(address: World.address(place), pool: "main", at: now)
    lease.id = LeaseID(rawValue: UInt64(id))
    lease.state = .active
    lease.cause = .confirmed
    lease.deadline = now.advanced(byMilliseconds: 60_000)
    lease.sessionTimeout = 3600
    lease.holder = LeaseHolder(
      user: "user\(id % 100)", client: "lab", nas: "192.0.2.\(id % 3)", session: "s\(id)",
      nasPort: port.map { UInt32($0) }, ask: .session)
    return lease
  }

  /// So many that they are sorted before they are put into the indexes; and few.
  @Test(arguments: [300, 30_000])
  func leasesAreTakenUpByNumberAndAllAreFound(count: Int) {
    // 7,919 is a prime: every number comes once, in no order.
    let leases = (0..<count).map { LeaseListTests.lease($0 + 1, id: $0 * 7919 % count + 1, port: $0 / 6) }
    var world = World(size: count)
    world.table = LeaseTable()
    world.table.restore(LeaseList(leases), lastLeaseID: LeaseID(rawValue: 9), pools: world.pools, now: world.now)
    world.table.configure(pools: world.pools, staticAddresses: [], now: world.now)
    #expect(world.table.audit().isEmpty)
    #expect(world.table.lastLeaseID.rawValue == UInt64(count))
    #expect(world.table.leases.map(\.id.rawValue) == (1...UInt64(count)).map(\.self))
    #expect(
      leases.allSatisfy { world.table.lease(at: $0.address) == $0 && world.table.address(of: $0.id) == $0.address })
    #expect(world.table.takeSharedPorts().map(\.nas).sorted() == ["192.0.2.0", "192.0.2.1", "192.0.2.2"])
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func whatIsMergedStandsInTheOrderOfAddresses(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var expected: [Int: Lease] = [:]
    func some(_ first: Int) -> [Lease] {
      let places = Set((0..<random.below(30)).map { _ in random.below(40) }).sorted()
      return places.enumerated().map { LeaseListTests.lease($1, id: first + $0) }
    }
    let (old, new) = (some(1), some(1000))
    for lease in old + new { expected[Int(lease.address.rawValue)] = lease }
    var list = LeaseList(old)
    list.merge(new)
    #expect(Array(list) == expected.sorted { $0.key < $1.key }.map(\.value), "seed \(seed)")
    #expect(list.allSatisfy { lease in list.index(of: lease.address).map { list[$0] } == lease }, "seed \(seed)")
    #expect(list.liveCount == list.count && list.index(of: World.address(77)) == nil)
  }
}
