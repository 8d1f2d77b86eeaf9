import AddressPool
import NetworkAddress
import Testing
import Timebase

/// Entries that change nothing are thinned in the ledger: a storm of them fills no disk.
@Suite struct NoteTests {
  /// Bob holds what was alice's, and alice goes on using it.
  private static func conflict() throws -> (World, alice: Lease, bob: Lease) {
    var world = World(size: 1)
    let alice = try world.connect("alice", session: "s1")
    _ = world.tell(.interim, alice)
    world.pass(1811)
    world.pass(61)
    let bob = try world.connect("bob", session: "s2")
    return (world, alice, bob)
  }

  private static func counts(_ world: World, _ cause: LeaseCause) -> [UInt32] {
    world.ledger.filter { $0.cause == cause }.map(\.count)
  }

  @Test func aStormIsOneEntryAtOnceAndOneAnInterval() throws {
    var (world, alice, bob) = try Self.conflict()
    for _ in 0..<1000 {
      #expect(world.tell(.interim, alice).verdict == .conflict(holder: bob.id))
    }
    #expect(Self.counts(world, .conflict) == [1])
    world.pass(600)
    #expect(Self.counts(world, .conflict) == [1, 999])
    for _ in 0..<5 { _ = world.tell(.interim, alice) }
    #expect(Self.counts(world, .conflict) == [1, 999])
    world.pass(600)
    #expect(Self.counts(world, .conflict) == [1, 999, 5])
    // It is over. The next one is a first again.
    world.pass(600)
    _ = world.tell(.interim, alice)
    #expect(Self.counts(world, .conflict) == [1, 999, 5, 1])
    #expect(world.state(bob.address) == .active)
    world.check()
  }

  @Test func eachCauseAndLeaseHasItsOwn() throws {
    var world = World(size: 3)
    let alice = try world.connect("alice", session: "s1")
    let bob = try world.connect("bob", session: "s2")
    for _ in 0..<10 {
      _ = world.tell(.stop, alice, session: "s9")
      _ = world.tell(.stop, bob, session: "s9")
    }
    _ = world.tell(.stop, alice)
    for _ in 0..<10 { _ = world.tell(.stop, alice) }
    #expect(Self.counts(world, .tokenMismatch) == [1, 1] && Self.counts(world, .staleStop) == [1])
    world.pass(600)
    #expect(Self.counts(world, .tokenMismatch) == [1, 1, 9, 9] && Self.counts(world, .staleStop) == [1, 9])
    world.check()
  }

  /// What was counted of a holding is told of it, and not of the next one on the address.
  @Test func whatWaitsIsWrittenBeforeTheAddressGoesOn() throws {
    var (world, alice, bob) = try Self.conflict()
    for _ in 0..<8 { _ = world.tell(.interim, alice) }
    _ = world.tell(.stop, bob)
    let carol = try world.offer(.ask("carol"))
    let entries = world.ledger.filter { $0.cause == .conflict }
    #expect(entries.map(\.count) == [1, 7] && entries.allSatisfy { $0.lease.id == bob.id })
    #expect(carol.address == bob.address)
    world.check()
  }

  @Test func whatCouldNotBeRecordedIsNotCounted() throws {
    var (world, alice, _) = try Self.conflict()
    let event = SessionEvent.of(.interim, alice, at: world.now.wall)
    // The first one is lost with its entry, and is written when it comes again.
    _ = world.table.account(event, now: world.now)
    world.table.rollBack(world.table.takeChanges())
    #expect(world.table.takeCountedNote() == nil)
    _ = world.account(event)
    #expect(Self.counts(world, .conflict) == [1])
    // A later one is counted, and comes again too.
    _ = world.table.account(event, now: world.now)
    let note = world.table.takeCountedNote()
    let counted = try #require(note)
    world.table.rollBack(world.table.takeChanges())
    world.table.uncountNote(counted)
    _ = world.account(event)
    // The sweep's entry is lost, and what it told of is told later.
    world.now = Now(
      wall: world.now.wall.advanced(byMilliseconds: 600_000),
      moment: world.now.moment.advanced(byMilliseconds: 600_000))
    _ = world.table.sweep(now: world.now, limit: 10)
    world.table.rollBack(world.table.takeChanges())
    world.pass(600)
    #expect(Self.counts(world, .conflict) == [1, 1])
    world.check()
  }

  @Test(arguments: [SessionEvent.Kind.start, .interim, .stop])
  func anotherAddressThanItsOwnMovesNothing(kind: SessionEvent.Kind) throws {
    var world = World(size: 3)
    let alice = try world.connect("alice", session: "s1")
    let bob = try world.connect("bob", session: "s2")
    let free = World.address(3)
    for named in [bob.address, free, World.address(77)] {
      let outcome = world.tell(kind, alice, session: "s1") { $0.framedIPAddress = named }
      #expect(outcome.lease == alice.id && outcome.addressDiffers == (outcome.verdict == .applied))
      #expect(world.state(bob.address) == .active && world.state(free) == .free)
      #expect(world.state(alice.address) == (kind == .stop ? .free : .active))
    }
    #expect(world.table.lease(at: bob.address)?.id == bob.id)
    #expect(Self.counts(world, .addressMismatch) == [1])
    world.check()
  }
}
