import AddressPool
import NetworkAddress
import Testing
import Timebase

/// What becomes of a lease in doubt whose NAS can be asked.
@Suite struct DoubtTests {
  /// A world whose clients can be asked, and a session in it that fell silent just now.
  private func silent(_ adjust: (inout PoolDefinition) -> Void = { _ in }) throws -> (World, Lease) {
    var world = World(adjust)
    world.table.askableClients = ["lab"]
    let lease = try world.connect("alice", session: "s1")
    _ = world.tell(.interim, lease)
    world.pass(1810)
    #expect(world.state(lease.address) == .suspect && world.table.isAsked(lease.id))
    return (world, try world.lease(lease.address))
  }

  @Test func aSuspectWaitsForTheAnswer() throws {
    var (world, lease) = try silent()
    let end = world.now.wall.advanced(byMilliseconds: LeaseTable.askSpan)
    #expect(lease.deadline == end && lease.cause == .silence)
    world.pass(34)
    #expect(world.state(lease.address) == .suspect)
    world.pass(1)
    #expect(world.state(lease.address) == .quarantined && world.cause(lease.address) == .silence)
    world.pass(60)
    #expect(world.state(lease.address) == .free && world.cause(lease.address) == .quarantineOver)
    world.check()
  }

  @Test func othersPassAtOnce() throws {
    var world = World()
    world.table.askableClients = ["another"]
    let lease = try world.connect("alice", session: "s1")
    world.pass(86_410)
    #expect(world.state(lease.address) == .quarantined)
    #expect(!world.table.isAsked(lease.id))
    world.check()
  }

  @Test func sessionContextNotFoundFrees() throws {
    var (world, lease) = try silent()
    #expect(world.answer(.gone, lease, note: "NAK Session-Context-Not-Found") == true)
    #expect(world.state(lease.address) == .free && world.cause(lease.address) == .disconnected)
    #expect(world.ledger.last?.note == "NAK Session-Context-Not-Found")
    #expect(world.answer(.gone, lease) == false)
    // It was alive after all: nobody has its address yet.
    #expect(world.tell(.interim, lease).verdict == .applied)
    #expect(world.state(lease.address) == .active && world.cause(lease.address) == .revived)
    world.check()
  }

  @Test func proofThatComesLateFreesTheRestingAddress() throws {
    var (world, lease) = try silent()
    world.pass(40)
    #expect(world.state(lease.address) == .quarantined)
    #expect(world.answer(.ending, lease) == false)
    #expect(world.answer(.unknown, lease) == false)
    #expect(world.answer(.gone, lease) == true)
    #expect(world.state(lease.address) == .free && world.cause(lease.address) == .disconnected)
    world.check()
  }

  @Test func theCooldownAfterAStopIsNotCutShort() throws {
    var (world, lease) = try silent { $0.cooldown = 30_000 }
    _ = world.tell(.stop, lease)
    #expect(world.state(lease.address) == .quarantined)
    #expect(world.answer(.gone, lease) == false)
    #expect(world.state(lease.address) == .quarantined)
    world.check()
  }

  @Test func anACKWaitsForTheStop() throws {
    var (world, lease) = try silent()
    #expect(world.answer(.ending, lease, note: "ACK") == true)
    #expect(world.state(lease.address) == .suspect && world.cause(lease.address) == .disconnected)
    #expect(world.answer(.ending, lease) == false, "a second ACK prolongs nothing")
    world.pass(20)
    #expect(world.tell(.stop, lease).verdict == .applied)
    #expect(world.state(lease.address) == .free && world.cause(lease.address) == .disconnected)
    #expect(world.ledger.last?.match == .token)
    #expect(world.tell(.interim, lease).verdict == .stale, "after its Stop a session is over")
    world.check()
  }

  @Test func anACKWithoutAStopFreesInTheEnd() throws {
    var (world, lease) = try silent()
    _ = world.answer(.ending, lease)
    world.pass(59)
    #expect(world.state(lease.address) == .suspect)
    world.pass(1)
    #expect(world.state(lease.address) == .free && world.cause(lease.address) == .disconnected)
    world.check()
  }

  @Test func withoutQuarantineAnACKFreesAtOnce() throws {
    var (world, lease) = try silent { $0.quarantine = 0 }
    _ = world.answer(.ending, lease)
    #expect(world.state(lease.address) == .free && world.cause(lease.address) == .disconnected)
    world.check()
  }

  @Test func noProofQuarantinesAtOnce() throws {
    var (world, lease) = try silent()
    #expect(world.answer(.unknown, lease, note: "no answer") == true)
    #expect(world.state(lease.address) == .quarantined && world.cause(lease.address) == .silence)
    #expect(world.ledger.last?.note == "no answer")
    world.check()
  }

  @Test func anInterimRevivesAndNoProofTakesItAway() throws {
    var (world, lease) = try silent()
    #expect(world.tell(.interim, lease).verdict == .applied)
    #expect(world.state(lease.address) == .active && !world.table.isAsked(lease.id))
    // The NAS says that it has no such session, of one that was heard from since: that is not doubt any more.
    #expect(world.answer(.gone, lease) == false)
    #expect(world.answer(.unknown, lease) == false)
    #expect(world.state(lease.address) == .active)
    // But an ACK means that it ends.
    #expect(world.answer(.ending, lease) == true)
    #expect(world.state(lease.address) == .suspect && world.cause(lease.address) == .disconnected)
    world.pass(60)
    #expect(world.state(lease.address) == .free)
    world.check()
  }

  @Test func anOperatorMayEndAnActiveSession() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    #expect(world.answer(.unknown, lease, byOperator: true) == false)
    #expect(world.answer(.gone, lease, byOperator: true, note: "root: gone") == true)
    #expect(world.state(lease.address) == .free && world.cause(lease.address) == .disconnected)
    world.check()
  }

  @Test func anAnswerOfAnEarlierHoldingTouchesNobody() throws {
    var (world, lease) = try silent()
    _ = world.answer(.gone, lease)
    world.pass(1)
    for user in ["bob", "carol", "dave"] { _ = try world.connect(user, session: user) }
    #expect(world.count(.active) == 3)
    for verdict in [DisconnectVerdict.gone, .ending, .unknown] {
      #expect(world.answer(verdict, lease, byOperator: true) == false)
    }
    #expect(world.count(.active) == 3)
    world.check()
  }

  /// A restart forgets who was asked: the session gets an interval to be heard from, and is asked after again.
  @Test func aRestartAsksAgain() throws {
    var (world, lease) = try silent()
    world.restart(down: 5)
    #expect(world.state(lease.address) == .suspect && !world.table.isAsked(lease.id))
    world.pass(599)
    #expect(world.state(lease.address) == .suspect && !world.table.isAsked(lease.id))
    world.pass(1)
    #expect(world.table.isAsked(lease.id))
    world.pass(35)
    #expect(world.state(lease.address) == .quarantined)
    world.check()
  }

  @Test(arguments: [0, 20, 4000] as [Int64])
  func anACKIsRememberedOverARestart(down: Int64) throws {
    var (world, lease) = try silent()
    _ = world.answer(.ending, lease)
    world.restart(down: down)
    world.pass(59 - min(59, down))
    #expect(down >= 60 || world.state(lease.address) == .suspect)
    world.pass(1)
    #expect(world.state(lease.address) == .free && world.cause(lease.address) == .disconnected)
    world.check()
  }

  /// The store could not hold that it is asked: the next sweep asks again.
  @Test func whatWasTakenBackIsAskedAgain() throws {
    var world = World()
    world.table.askableClients = ["lab"]
    let lease = try world.connect("alice", session: "s1")
    world.now.moment = world.now.moment.advanced(byMilliseconds: 86_410_000)
    _ = world.table.sweep(now: world.now, limit: 100)
    #expect(world.table.isAsked(lease.id))
    world.table.rollBack(world.table.takeChanges())
    #expect(world.state(lease.address) == .active && !world.table.isAsked(lease.id))
    world.now.moment = world.now.moment.advanced(byMilliseconds: 1000)
    world.sweep()
    #expect(world.table.isAsked(lease.id))
    world.pass(35)
    #expect(world.state(lease.address) == .quarantined)
    world.check()
  }

  @Test func theMassBrakeComesBeforeTheQuestion() throws {
    var world = World(size: 100)
    world.table.askableClients = ["lab"]
    let leases = try (0..<100).map { try world.connect("user\($0)", session: "s\($0)") }
    for lease in leases { _ = world.tell(.interim, lease) }
    world.pass(1810)
    #expect(world.count(.suspect) == 100)
    func asked() -> Int { leases.count { world.table.isAsked($0.id) } }
    #expect(asked() == 32, "an empty view of the world disconnects nobody else")
    world.pass(59)
    #expect(world.count(.suspect) == 68 && asked() == 0)
    world.pass(1)
    #expect(asked() == 68)
    world.pass(95)
    #expect(world.count(.free) == 100)
    world.check()
  }
}

extension World {
  fileprivate init(_ adjust: (inout PoolDefinition) -> Void) { self.init(size: 3, adjust) }

  /// What a NAS says of a lease's session.
  mutating func answer(
    _ verdict: DisconnectVerdict, _ lease: Lease, byOperator: Bool = false, note: String = "answer"
  ) -> Bool {
    let isChanged = table.answered(verdict, lease: lease.id, byOperator: byOperator, note: note, now: now)
    commit()
    return isChanged
  }
}
