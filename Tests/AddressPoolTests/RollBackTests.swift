import AddressPool
import NetworkAddress
import Testing
import Timebase

/// What the store could not hold did not happen.
@Suite struct RollBackTests {
  /// What can be seen of a table.
  struct View: Equatable {
    var leases: [Lease]
    var counts: [PoolCount]
    var outside: [Lease]

    init(_ table: LeaseTable) {
      leases = table.leases.sorted { $0.address < $1.address }
      counts = table.poolCounts
      outside = table.leasesOutsidePools
    }
  }

  /// Each does something to a world with two sessions and an offer.
  static let steps: [(name: String, run: @Sendable (inout LeaseTable, [Lease], Now) -> Void)] = [
    ("offer", { table, _, now in _ = table.offer(.ask("new"), now: now) }),
    ("retry", { table, _, now in _ = table.offer(.ask("carol", call: "c"), now: now) }),
    ("static", { table, _, now in _ = table.offer(.ask("new", from: .address(World.address(99))), now: now) }),
    (
      "confirm",
      { table, leases, now in _ = table.account(.of(.start, leases[2], session: "n", at: now.wall), now: now) }
    ),
    ("renew", { table, leases, now in _ = table.account(.of(.interim, leases[0], at: now.wall), now: now) }),
    ("stop", { table, leases, now in _ = table.account(.of(.stop, leases[0], at: now.wall), now: now) }),
    (
      "adopt",
      { table, _, now in
        _ = table.account(.bare(.start, "x", session: "x", address: World.address(6), at: now.wall), now: now)
      }
    ),
    (
      "mismatch",
      { table, leases, now in _ = table.account(.of(.stop, leases[0], session: "z", at: now.wall), now: now) }
    ),
    ("reboot", { table, _, now in _ = table.nasRebooted("nas1", before: now.wall, note: "", now: now) }),
    (
      "sweep",
      { table, _, now in
        let later = Now(wall: now.wall, moment: now.moment.advanced(byMilliseconds: 100_000_000))
        while table.sweep(now: later, limit: 10) > 0 {}
      }
    ),
    ("release", { table, leases, now in try? table.release(leases[1].address, note: "", now: now) }),
    ("reserve", { table, _, now in try? table.reserve(World.address(5), note: "", now: now) }),
  ]

  static func world() throws -> (World, [Lease]) {
    var world = World(size: 6)
    let leases = [
      try world.connect("alice", session: "a"), try world.connect("bob", session: "b"),
      try world.offer(.ask("carol", call: "c")),
    ]
    world.pass(5)
    return (world, leases)
  }

  @Test(arguments: Self.steps.indices)
  func everyStepIsTakenBackExactly(step: Int) throws {
    var (world, leases) = try Self.world()
    let before = View(world.table)
    Self.steps[step].run(&world.table, leases, world.now)
    #expect(View(world.table) != before || Self.steps[step].name == "mismatch")
    world.table.rollBack(world.table.takeChanges())
    #expect(View(world.table) == before, "\(Self.steps[step].name)")
    world.check()
    // All deadlines are back in the queue.
    world.pass(60)
    #expect(world.state(leases[2].address) == .quarantined)
    world.pass(86_400)
    world.pass(86_400)
    #expect(world.count(.free) == 6)
    world.check()
  }

  @Test func allStepsTogetherAreTakenBack() throws {
    var (world, leases) = try Self.world()
    let before = View(world.table)
    for step in Self.steps { step.run(&world.table, leases, world.now) }
    world.table.rollBack(world.table.takeChanges())
    #expect(View(world.table) == before)
    world.check()
    var given = 0
    while case .granted = world.ask(.ask("drain\(given)")) { given += 1 }
    #expect(given == 3, "every free address can be found again")
  }

  @Test func anAskAfterTheRollBackGetsItsAddressAsBefore() throws {
    var (world, leases) = try Self.world()
    _ = world.table.account(.of(.stop, leases[0], at: world.now.wall), now: world.now)
    _ = world.table.offer(.ask("other"), now: world.now)
    world.table.rollBack(world.table.takeChanges())
    #expect(try world.offer(.ask("carol", call: "c")).id == leases[2].id)
    #expect(world.tell(.interim, leases[0]).verdict == .applied)
    let bare = SessionEvent.bare(.interim, "bob", session: "b", address: nil, at: world.now.wall)
    #expect(world.account(bare).lease == leases[1].id)
    world.check()
  }

  /// An identity that got a second address leads to its first again when the second is taken back.
  @Test func whatANewLeaseHidIsFoundAgain() throws {
    let one = PoolDefinition(name: "one", ranges: [World.range(1, 3)])
    let two = PoolDefinition(name: "two", ranges: [World.range(11, 13)])
    var world = World(pools: [one, two])
    let first = try world.offer(.ask("alice", session: "s1"))
    _ = world.table.offer(.ask("alice", session: "s1", from: .pool("two")), now: world.now)
    world.table.rollBack(world.table.takeChanges())
    #expect(try world.offer(.ask("alice", session: "s1")).id == first.id)
    let bare = SessionEvent.bare(.start, "alice", session: "s1", address: nil, at: world.now.wall)
    #expect(world.account(bare) == SessionOutcome(.applied, lease: first.id, rule: .session))
    world.check()
  }
}
