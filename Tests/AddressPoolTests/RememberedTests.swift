import AddressPool
import Testing
import Timebase

/// What a restart must not forget besides the leases.
@Suite struct RememberedTests {
  /// Invariant I7: not unique, once seen, means not unique from then on.
  @Test func aNASThatSharedAPortIsNotTrustedAfterARestart() throws {
    var (world, leases) = try PortTests.worldWithSessions(2, shared: true)
    for lease in leases { _ = world.tell(.stop, lease) }
    #expect(world.sharedPorts == ["nas1"])
    world.restart(down: 60)
    leases = try (0..<10).map { try world.connect("late\($0)", session: "l\($0)", port: UInt32($0)) }
    let next = try world.offer(.ask("late3", port: 3, call: "l3"))
    #expect(next.address != leases[3].address)
    world.check()
  }

  @Test func itIsToldOnceAndAgainOnlyWhenItWasNotWritten() throws {
    var table = LeaseTable()
    let world = World(size: 20)
    table.configure(pools: world.pools, staticAddresses: [], now: world.now)
    func connect(_ number: Int) throws {
      guard case .granted(let lease) = table.offer(.ask("user\(number)", port: 1, call: "c\(number)"), now: world.now)
      else { throw Missing() }
      _ = table.account(.of(.start, lease, session: "s\(number)", at: world.now.wall), now: world.now)
    }
    try connect(1)
    #expect(table.takeSharedPorts().isEmpty)
    try connect(2)
    let told = table.takeSharedPorts()
    #expect(told == [SharedPort(time: world.now.wall, nas: "nas1", port: 1)])
    try connect(3)
    #expect(table.takeSharedPorts().isEmpty)
    table.returnSharedPorts(told)
    #expect(table.takeSharedPorts() == told && table.takeSharedPorts().isEmpty)
  }

  /// Live sessions that share a port are noticed at a restart too, where an older journal does not say it.
  @Test func leasesThatShareAPortTellItAnew() throws {
    var (world, _) = try PortTests.worldWithSessions(2, shared: true)
    world.sharedPorts = []
    world.restart()
    #expect(world.sharedPorts == ["nas1"])
  }

  /// A session whose address went to another before the restart: its late packets adopt and revive nothing after it.
  @Test(arguments: [SessionEvent.Kind.start, .interim, .stop])
  func aSessionThatIsOverStaysOver(kind: SessionEvent.Kind) throws {
    var world = World(size: 1)
    let alice = try world.connect("alice", session: "s1")
    _ = world.tell(.stop, alice)
    let bob = try world.connect("bob", session: "s2")
    _ = world.tell(.stop, bob)
    world.restart(down: 60)
    #expect(world.past.map(\.lease) == [alice.id])
    #expect(world.tell(kind, alice).verdict == .stale)
    let bare = SessionEvent.bare(kind, "alice", session: "s1", address: alice.address, at: world.now.wall)
    #expect(world.account(bare).verdict == .stale)
    #expect(world.count(.free) == 1)
    world.check()
  }

  /// One that was given up, and was not over, gets its address back when nobody has it.
  @Test func aSessionThatWasGivenUpMayComeBack() throws {
    var world = World(size: 1) { $0.quarantine = 0 }
    let alice = try world.connect("alice", session: "s1")
    world.pass(86_500)
    let bob = try world.connect("bob", session: "s2")
    _ = world.tell(.stop, bob)
    world.restart(down: 60)
    let bare = SessionEvent.bare(.interim, "alice", session: "s1", address: alice.address, at: world.now.wall)
    #expect(world.account(bare).verdict == .applied && world.state(alice.address) == .active)
    world.check()
  }
}
