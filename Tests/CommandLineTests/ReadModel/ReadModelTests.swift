import AddressPool
import Admin
import Console
import NetworkAddress
import Storage
import Testing
import Timebase

@Suite struct ReadModelTests {
  @Test func poolsAreCountedByState() async throws {
    let pools = try await FakeServer().poolSummaries()
    var expected = PoolSummary(pool: "main", size: 6)
    expected.free = 5
    expected.offered = 1
    #expect(pools == [expected])
  }

  @Test func aPoolShowsWhatIsNotFree() async throws {
    let shown = try await FakeServer().addresses(inPool: "main", includesFree: false)
    #expect(shown.map(\.address) == [Story.second])
    #expect(shown.first?.user == "bob")
    let all = try await FakeServer().addresses(inPool: "main", includesFree: true)
    #expect(all.map(\.address.description) == (1...6).map { "10.64.0.\($0)" })
    #expect(all.map(\.state.name) == ["free", "offered", "free", "free", "free", "free"])
  }

  @Test func anUnknownPoolIsNamed() async {
    await #expect(throws: ControlError(.notFound, "no pool is named `other`")) {
      try await FakeServer().addresses(inPool: "other", includesFree: false)
    }
  }

  @Test func aFreeAddressHasNoHolderAndKeepsItsHistory() async throws {
    let explanation = try await FakeServer().explanation(of: Story.first)
    #expect(explanation.state == .free)
    #expect(explanation.user == nil && explanation.session == nil && explanation.deadline == nil)
    #expect(explanation.history.map(\.cause) == ["offered", "confirmed", "stopped"])
    #expect(explanation.history.map(\.match) == [nil, "token", "token"])
    #expect(explanation.freeAtLatest == nil)
  }

  @Test func anOfferIsFreeAfterItsDeadlineAndTheQuarantine() async throws {
    let explanation = try await FakeServer().explanation(of: Story.second)
    #expect(explanation.user == "bob")
    #expect(explanation.deadline == Story.time(63))
    #expect(explanation.freeAtLatest == Story.time(123))
  }

  @Test func aReservedAddressIsNotFreeOneDay() async throws {
    var lease = Story.lease(.reserved, cause: .operator)
    lease.isReserved = true
    let explanation = try await FakeServer(entries: [Story.entry(lease, from: .free)]).explanation(of: Story.first)
    #expect(explanation.freeAtLatest == nil && explanation.user == nil)
  }

  @Test func anAddressOfNoPoolIsNotFound() async throws {
    await #expect(throws: ControlError.self) { try await FakeServer().explanation(of: Story.outside) }
    let untouched = try await FakeServer().explanation(of: IPv4Address(rawValue: 0x0a40_0005))
    #expect(untouched.state == .free && untouched.since == nil && untouched.history.isEmpty)
  }

  @Test(arguments: [
    (SessionScope.live, ["alice"]), (.state(.offered), ["bob"]), (.state(.suspect), []),
    (.all, ["carol", "alice", "bob"]),
  ])
  func sessionsAreChosenByScope(_ scope: SessionScope, _ users: [String]) async throws {
    let row = SessionRow(
      uniqueID: "", user: "carol", client: "lab", nas: "", session: "s0", address: Story.second, callingStation: "",
      start: Story.time(-100), lastSeen: Story.time(-50), stop: Story.time(-50), sessionTime: 50, inputOctets: 1,
      outputOctets: 2, terminateCause: "User-Request", leaseID: 77)
    let server = FakeServer(entries: Array(Story.life.prefix(3)), past: [row])
    let sessions = try await server.sessions(scope)
    #expect(sessions.map(\.user) == users)
    #expect(sessions.filter { $0.user == "carol" }.allSatisfy { $0.state == "ended" })
  }
}
