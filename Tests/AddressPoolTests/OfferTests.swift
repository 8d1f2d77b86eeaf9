import AddressPool
import NetworkAddress
import Testing
import Timebase

@Suite struct OfferTests {
  @Test func acceptedRequestTurnsFreeIntoOffered() throws {
    var world = World()
    let lease = try world.offer(.ask("alice", port: 1))
    #expect(lease.address == World.address(1))
    #expect(lease.state == .offered && lease.cause == .offered && lease.pool == "main")
    #expect(lease.deadline == world.now.wall.advanced(byMilliseconds: 60_000))
    #expect(lease.sessionTimeout == 86_400 && lease.interimInterval == 600)
    #expect(world.count(.offered) == 1 && world.count(.free) == 2)
    world.check()
  }

  @Test func retryGetsTheSameAddressAndANewDeadline() throws {
    var world = World()
    let first = try world.offer(.ask("alice", port: 1))
    world.pass(50)
    let second = try world.offer(.ask("alice", port: 1))
    #expect(second.address == first.address && second.id == first.id)
    #expect(world.causes(first.address) == [.offered, .retried])
    world.pass(50)
    #expect(world.state(first.address) == .offered)
    world.pass(11)
    #expect(world.state(first.address) == .quarantined)
    world.check()
  }

  @Test func theUsersOwnTermsOverrideThePools() throws {
    var world = World()
    let lease = try world.offer(
      .ask("alice").with {
        $0.sessionTimeout = 3600
        $0.interimInterval = 0
      })
    #expect(lease.sessionTimeout == 3600 && lease.interimInterval == 0)
    world.check()
  }

  @Test func emptyPoolIsRefusedByName() throws {
    var world = World(size: 2)
    for port in 0..<2 { _ = try world.offer(.ask("user\(port)", port: UInt32(port))) }
    #expect(world.ask(.ask("late", port: 9)) == .refused(.poolEmpty(pool: "main")))
    world.check()
  }

  @Test func emptyPoolLetsTheUserInWhereConfigured() throws {
    var world = World(size: 1) { $0.whenEmpty = .acceptWithoutAddress }
    _ = try world.offer(.ask("alice"))
    #expect(world.ask(.ask("bob")) == .grantedWithoutAddress(pool: "main"))
    world.check()
  }

  @Test func openOffersOfOneUserAreCapped() throws {
    var world = World(size: 10)
    for port in 0..<4 { _ = try world.offer(.ask("alice", port: UInt32(port))) }
    #expect(world.ask(.ask("alice", port: 5)) == .refused(.tooManyOffers(4)))
    _ = try world.offer(.ask("bob", port: 5))
    world.pass(121)
    #expect(world.count(.free) == 10)
    _ = try world.offer(.ask("alice", port: 5))
    world.check()
  }

  /// A retry is no further offer: it is answered at the cap too.
  @Test func retryIsNotCapped() throws {
    var world = World(size: 10)
    for port in 0..<4 { _ = try world.offer(.ask("alice", port: UInt32(port))) }
    #expect(try world.offer(.ask("alice", port: 2)).address == World.address(3))
    world.check()
  }

  @Test func simultaneousUseCountsOffersAndSessions() throws {
    var world = World(size: 10)
    let one = try world.connect("alice", session: "1")
    let request = OfferRequest.ask("alice", port: 7).with { $0.simultaneousUse = 1 }
    #expect(world.ask(request) == .refused(.tooManySessions(1)))
    #expect(world.tell(.stop, one).verdict == .applied)
    _ = try world.offer(request)
    #expect(world.table.liveLeaseCount(user: "alice") == 1)
    world.check()
  }

  @Test func sameIdentityGetsItsLastAddressBack() throws {
    var world = World(size: 3)
    let alice = try world.connect("alice", session: "a")
    let bob = try world.connect("bob", session: "b")
    _ = world.tell(.stop, bob)
    _ = world.tell(.stop, alice)
    #expect(try world.offer(.ask("alice", call: "a")).address == alice.address)
    world.check()
  }

  @Test func longestFreeGoesFirst() throws {
    var world = World(size: 3)
    let leases = try ["a", "b", "c"].map { try world.connect($0, session: $0) }
    for index in [1, 2, 0] {
      world.pass(1)
      _ = world.tell(.stop, leases[index])
    }
    let order = try ["x", "y", "z"].map { try world.offer(.ask($0)).address }
    #expect(order == [leases[1].address, leases[2].address, leases[0].address])
    world.check()
  }

  @Test func longestFreeGoesFirstAfterARestartToo() throws {
    var world = World(size: 4)
    let leases = try ["a", "b", "c"].map { try world.connect($0, session: $0) }
    for index in [1, 2, 0] {
      world.pass(1)
      _ = world.tell(.stop, leases[index])
    }
    world.restart(down: 30)
    let order = try ["w", "x", "y", "z"].map { try world.offer(.ask($0)).address }
    #expect(order == [World.address(4), leases[1].address, leases[2].address, leases[0].address])
    world.check()
  }

  @Test func poolNameChoosesAndTheClientMustBeLetIn() throws {
    var closed = PoolDefinition(name: "closed", ranges: [World.range(10, 12)])
    closed.clients = ["other"]
    let open = PoolDefinition(name: "open", ranges: [World.range(20, 22)])
    var world = World(pools: [closed, open])
    #expect(try world.offer(.ask("alice", port: 1)).address == World.address(20))
    #expect(world.ask(.ask("bob", from: .pool("closed"))) == .refused(.poolNotOpen("closed")))
    #expect(world.ask(.ask("bob", from: .pool("none such"))) == .refused(.unknownPool("none such")))
    #expect(try world.offer(.ask("carol", client: "other", from: .pool("closed"))).address == World.address(10))
    world.check()
  }

  @Test func withoutAnOpenPoolThereIsNone() throws {
    var world = World { $0.clients = ["other"] }
    #expect(world.ask(.ask("alice")) == .refused(.noPool))
    world.check()
  }

  @Test func excludedAddressesAreNotGivenOut() throws {
    var world = World(size: 5) { $0.exclude = [World.range(1, 1), World.range(3, 4)] }
    let given = try ["a", "b"].map { try world.offer(.ask($0)).address }
    #expect(given == [World.address(2), World.address(5)])
    #expect(world.ask(.ask("c")) == .refused(.poolEmpty(pool: "main")))
    world.check()
  }

  /// What a name ends with and what a station begins with are two things, however they read together.
  @Test func asksThatReadTheSameAreNotTheSame() throws {
    var world = World()
    let first = try world.offer(.ask("alice", call: "b1"))
    let second = try world.offer(.ask("aliceb", call: "1"))
    #expect(first.address != second.address)
    world.check()
  }
}
