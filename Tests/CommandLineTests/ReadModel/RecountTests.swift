import AddressPool
import Admin
import NetworkAddress
import Testing

@Suite struct RecountTests {
  private func faults(_ entries: [LeaseTransition], _ table: [Lease]? = nil) async throws -> [String] {
    try await FakeServer(entries: entries, table: table).recount().faults.map(\.invariant)
  }

  @Test func aRightLedgerIsClean() async throws {
    let report = try await FakeServer().recount()
    #expect(report.isClean, "\(report.faults)")
    #expect(report.pools.first?.offered == 1)
  }

  @Test func aLeaseOutsideIsListedAndNoFault() async throws {
    let stray = Story.lease(.active, at: Story.outside, id: 9, deadline: 60, cause: .adopted)
    let report = try await FakeServer(entries: [Story.entry(stray, from: .free)]).recount()
    #expect(report.isClean, "\(report.faults)")
    #expect(report.outside.map(\.address) == [Story.outside])
    #expect(report.pools.first?.size == 6 && report.pools.first?.free == 6)
  }

  @Test func oneAddressTwiceIsAFault() async throws {
    let lease = Story.lease(.active, deadline: 60)
    #expect(try await faults([Story.entry(lease, from: .free)], [lease, lease]) == ["I1"])
  }

  @Test func oneLeaseOnTwoAddressesIsAFault() async throws {
    let first = Story.lease(.active, id: 5, deadline: 60)
    let second = Story.lease(.active, at: Story.second, id: 5, deadline: 60)
    #expect(try await faults([Story.entry(first, from: .free), Story.entry(second, from: .free)]) == ["I2"])
  }

  @Test func aLiveLeaseWithoutADeadlineIsAFault() async throws {
    #expect(try await faults([Story.entry(Story.lease(.active), from: .free)]) == ["I3"])
  }

  @Test func aFreeLeaseWithADeadlineIsAFault() async throws {
    #expect(try await faults([Story.entry(Story.lease(.free, deadline: 5), from: .free)]) == ["I3"])
  }

  @Test func aGapInTheLedgerIsAFault() async throws {
    #expect(try await faults([Story.entry(Story.lease(.free, cause: .stopped), from: .active)]) == ["I5"])
  }

  @Test func aTableThatDiffersFromTheLedgerIsAFault() async throws {
    let entry = Story.entry(Story.lease(.active, deadline: 60), from: .free)
    #expect(try await faults([entry], [Story.lease(.offered, deadline: 60)]) == ["I5"])
    #expect(try await faults([entry], []) == ["I5"])
    #expect(try await faults([], [Story.lease(.active, deadline: 60)]) == ["I5"])
  }
}
