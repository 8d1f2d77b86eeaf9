import AddressPool
import NetworkAddress
import Testing
import Timebase

/// An empty view of the world is not evidence: many sessions that fall silent at once are given more time, once.
@Suite struct MassBrakeTests {
  /// `count` sessions that have all sent an Interim now.
  static func world(_ count: Int, apart seconds: Int64 = 0) throws -> (World, [Lease]) {
    var world = World(size: 100)
    let leases = try (0..<count).map { try world.connect("user\($0)", session: "s\($0)") }
    for lease in leases {
      _ = world.tell(.interim, lease)
      world.pass(seconds)
    }
    return (world, leases)
  }

  @Test func fewEndAsUsual() throws {
    var (world, _) = try Self.world(32)
    world.pass(1810)
    #expect(world.count(.quarantined) == 32)
    #expect(world.table.massBrakes(now: world.now).isEmpty && world.table.takeNewMassBrakes().isEmpty)
    world.check()
  }

  @Test func manyStaySuspectOneQuarantineLonger() throws {
    var (world, leases) = try Self.world(90)
    // The sweep finds them all due at once, as after a pause of the process.
    world.now = Now(
      wall: world.now.wall.advanced(byMilliseconds: 1_811_000),
      moment: world.now.moment.advanced(byMilliseconds: 1_811_000)
    )
    world.sweep()
    #expect(world.count(.suspect) == 90)
    #expect(world.table.takeNewMassBrakes() == ["main"] && world.table.takeNewMassBrakes().isEmpty)
    #expect(world.table.massBrakes(now: world.now).map(\.pool) == ["main"])
    world.check()
    #expect(world.tell(.interim, leases[5]).verdict == .applied)
    #expect(world.state(leases[5].address) == .active)
    world.pass(59)
    #expect(world.count(.suspect) == 89)
    world.pass(1)
    #expect(world.count(.quarantined) == 89, "it delays once, and never blocks")
    world.pass(60)
    #expect(world.count(.free) == 99)
    world.check()
  }

  /// Those that fell silent before the bound was passed are of the same outage: they rest one quarantine longer.
  @Test func theFirstAreBrakedWithTheOthers() throws {
    var world = World(size: 100) { $0.quarantine = 300_000 }
    let leases = try (0..<90).map { try world.connect("user\($0)", session: "s\($0)") }
    for lease in leases {
      _ = world.tell(.interim, lease)
      world.pass(1)
    }
    world.pass(1810 - 90 + 31)
    #expect(world.count(.quarantined) == 32 && world.count(.suspect) == 0)
    world.pass(1)
    #expect(world.count(.quarantined) == 32 && world.count(.suspect) == 1)
    // The first one would be free by now.
    world.pass(300 + 10)
    #expect(world.count(.free) == 10)
    world.pass(300)
    #expect(world.state(leases[0].address) == .free)
    world.pass(300)
    #expect(world.count(.free) == 100)
    world.check()
  }

  /// Ended one by one, those are braked that come after the bound is passed.
  @Test func aCreepingSilenceIsBrakedToo() throws {
    var (world, _) = try Self.world(90, apart: 1)
    world.pass(1810 - 90 + 89)
    #expect(world.count(.suspect) > 0 && world.count(.quarantined) + world.count(.free) >= 32)
    #expect(world.count(.active) == 0 || world.count(.active) == 1)
    world.check()
    world.pass(200)
    #expect(world.count(.free) == 100)
    world.check()
  }

  @Test func aRestartDoesNotProlongItForEver() throws {
    var (world, _) = try Self.world(90)
    for _ in 0..<3 { world.restart(down: 1811) }
    world.pass(600 + 3 * 60)
    #expect(world.count(.free) == 100)
    world.check()
  }

  @Test func sessionTimeoutsAreNoSilence() throws {
    var world = World(size: 100)
    for index in 0..<90 { _ = try world.connect("user\(index)", session: "s\(index)") }
    world.pass(86_410)
    #expect(world.count(.quarantined) == 90)
    world.check()
  }
}
