import AddressPool
import NetworkAddress
import Testing
import Timebase

/// What Start, Interim and Stop do to a lease.
@Suite struct SessionTests {
  @Test(arguments: [SessionEvent.Kind.start, .interim])
  func startOrInterimConfirmsAnOffer(kind: SessionEvent.Kind) throws {
    var world = World()
    let lease = try world.offer(.ask("alice", port: 1))
    world.pass(5)
    let outcome = world.tell(kind, lease, session: "s1")
    #expect(outcome == SessionOutcome(.applied, lease: lease.id, rule: .token))
    let active = try world.lease(lease.address)
    #expect(active.state == .active && active.cause == .confirmed && active.holder?.session == "s1")
    #expect(active.hasSentInterim == (kind == .interim))
    world.check()
  }

  @Test func stopFreesAnOffer() throws {
    var world = World()
    let lease = try world.offer(.ask("alice"))
    #expect(world.tell(.stop, lease, session: "s1").verdict == .applied)
    #expect(world.state(lease.address) == .free && world.count(.free) == 3)
    world.check()
  }

  @Test func stopFreesASession() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    #expect(world.tell(.stop, lease).verdict == .applied)
    #expect(world.causes(lease.address) == [.offered, .confirmed, .stopped])
    #expect(world.count(.free) == 3)
    world.check()
  }

  @Test func cooldownRestsTheAddressFirst() throws {
    var world = World(size: 1) { $0.cooldown = 30_000 }
    let lease = try world.connect("alice", session: "s1")
    _ = world.tell(.stop, lease)
    #expect(world.state(lease.address) == .quarantined)
    #expect(world.cause(lease.address) == .stopped)
    #expect(world.ask(.ask("bob")) == .refused(.poolEmpty(pool: "main")))
    #expect(world.tell(.stop, lease).verdict == .stale)
    #expect(world.state(lease.address) == .quarantined)
    world.pass(30)
    #expect(world.state(lease.address) == .free)
    world.check()
  }

  @Test func interimRenewsTheDeadline() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    for _ in 0..<6 {
      world.pass(1700)
      #expect(world.tell(.interim, lease, session: "s1").verdict == .applied)
      #expect(world.state(lease.address) == .active)
    }
    world.check()
  }

  @Test func countersNeverFall() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    _ = world.tell(.interim, lease) {
      $0.inputOctets = 5000
      $0.outputOctets = 7000
    }
    _ = world.tell(.interim, lease) {
      $0.inputOctets = 100
      $0.outputOctets = 7001
    }
    let seen = try world.lease(lease.address)
    #expect(seen.inputOctets == 5000 && seen.outputOctets == 7001)
    world.check()
  }

  // MARK: - Which lease a packet is about

  @Test func withoutClassTheSessionLeadsToTheLease() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    let outcome = world.account(.bare(.stop, "alice", session: "s1", address: nil, at: world.now.wall))
    #expect(outcome == SessionOutcome(.applied, lease: lease.id, rule: .session))
    world.check()
  }

  @Test func withoutClassAndSessionUserAndAddressLeadToIt() throws {
    var world = World()
    let lease = try world.offer(.ask("alice", port: 4))
    let start = SessionEvent.bare(.start, "alice", session: "s1", address: lease.address, port: 4, at: world.now.wall)
    #expect(world.account(start) == SessionOutcome(.applied, lease: lease.id, rule: .userAndAddress))
    world.check()
  }

  @Test func aContradictionIsNoMatch() throws {
    var world = World()
    let lease = try world.offer(.ask("alice", port: 4))
    let start = SessionEvent.bare(.start, "alice", session: "s1", address: lease.address, port: 5, at: world.now.wall)
    #expect(world.account(start).verdict == .conflict(holder: lease.id))
    #expect(world.state(lease.address) == .offered)
    world.check()
  }

  @Test func aSoleOfferIsConfirmedWithoutAnAddress() throws {
    var world = World()
    let lease = try world.offer(.ask("alice", port: 4))
    let start = SessionEvent.bare(.start, "alice", session: "s1", address: nil, port: 4, at: world.now.wall)
    #expect(world.account(start) == SessionOutcome(.applied, lease: lease.id, rule: .soleOffer))
    world.check()
  }

  @Test func oneOfTwoOffersIsNotGuessed() throws {
    var world = World()
    _ = try world.offer(.ask("alice", call: "a"))
    _ = try world.offer(.ask("alice", call: "b"))
    let start = SessionEvent.bare(.start, "alice", session: "s1", address: nil, at: world.now.wall)
    #expect(world.account(start).verdict == .noLease)
    #expect(world.count(.offered) == 2)
    world.check()
  }

  @Test func aStopWithoutAnyNameFreesNothing() throws {
    var world = World()
    _ = try world.offer(.ask("alice"))
    let stop = SessionEvent.bare(.stop, "alice", session: "s1", address: nil, at: world.now.wall)
    #expect(world.account(stop).verdict == .noLease)
    #expect(world.count(.offered) == 1)
    world.check()
  }

  @Test func anAddressAloneNeverFrees() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    let stop = SessionEvent.bare(.stop, "bob", session: "s9", address: lease.address, at: world.now.wall)
    #expect(world.account(stop).verdict == .stale)
    #expect(world.state(lease.address) == .active)
    #expect(world.causes(lease.address).last == .staleStop)
    world.check()
  }

  @Test func anotherClientsTokenCountsAsNone() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    let stop = SessionEvent.of(.stop, lease, at: world.now.wall)
    var foreign = stop
    foreign.holder.client = "other"
    foreign.holder.nas = "nas9"
    #expect(world.account(foreign).verdict == .stale)
    #expect(world.state(lease.address) == .active)
    world.check()
  }

  @Test func aRightTokenWithAnothersSessionFreesNothing() throws {
    var world = World()
    let lease = try world.connect("alice", session: "s1")
    #expect(world.tell(.stop, lease, session: "s2") == SessionOutcome(.tokenMismatch, lease: lease.id, rule: .token))
    #expect(world.state(lease.address) == .active && world.causes(lease.address).last == .tokenMismatch)
    world.check()
  }

  /// A device that goes on echoing the Class of an earlier Accept: its new session is heard all the same.
  @Test func anOldTokenDoesNotHideTheNewSession() throws {
    var world = World()
    let old = try world.connect("alice", session: "s1")
    let new = try world.offer(.ask("alice", call: "other phone"))
    let start = SessionEvent.of(.start, new, session: "s2", at: world.now.wall)
    var echoing = start
    echoing.token = old.id
    #expect(world.account(echoing) == SessionOutcome(.applied, lease: new.id, rule: .userAndAddress))
    #expect(world.state(old.address) == .active && world.state(new.address) == .active)
    world.check()
  }

  /// Devices that count their sessions from 1 after a reboot, and drop Class.
  @Test func aSessionNameUsedAgainIsAnotherSession() throws {
    var world = World()
    let old = try world.connect("alice", session: "1")
    _ = world.tell(.stop, old)
    let new = try world.offer(.ask("bob"))
    #expect(new.address != old.address)
    let start = SessionEvent.bare(.start, "bob", session: "1", address: new.address, at: world.now.wall)
    #expect(world.account(start) == SessionOutcome(.applied, lease: new.id, rule: .userAndAddress))
    world.check()
  }

  @Test func aSessionNameUsedAgainWhileTheOldOneSeemsAlive() throws {
    var world = World()
    let old = try world.connect("alice", session: "1")
    let new = try world.offer(.ask("bob"))
    let start = SessionEvent.bare(.start, "bob", session: "1", address: new.address, at: world.now.wall)
    #expect(world.account(start) == SessionOutcome(.applied, lease: new.id, rule: .userAndAddress))
    #expect(world.state(old.address) == .active)
    world.check()
  }

  @Test func sessionsOfTwoNASesWithOneNameAreTwo() throws {
    var world = World()
    let one = try world.connect("alice", session: "1", nas: "nas1")
    let two = try world.connect("bob", session: "1", nas: "nas2")
    let stop = SessionEvent.bare(.stop, "bob", session: "1", address: nil, nas: "nas2", at: world.now.wall)
    #expect(world.account(stop).lease == two.id)
    #expect(world.state(one.address) == .active && world.state(two.address) == .free)
    world.check()
  }
}
