import Accounting
import AddressPool
import NetworkAddress
import Storage
import Testing
import Timebase

/// Who had an address, when, and what was counted of it: of every store.
struct HoldingTests {
  private func later(_ seconds: Int64) -> Timestamp { Samples.noon.advanced(byMilliseconds: seconds * 1000) }

  @Test(arguments: StoreKind.allCases)
  func pastHoldersAreFound(kind: StoreKind) throws {
    let fixture = try kind.make()
    // One address three times, another once.
    for id: UInt64 in 1...3 { try fixture.store.append(try Samples.story(1, id: id, at: later(Int64(id) * 1000))) }
    try fixture.store.append(try Samples.story(2, id: 4, at: later(9000)))
    for _ in 0..<2 {
      let store = fixture.store
      let holdings = try store.holdings(HoldingFilter(user: "user1@example.net"))
      #expect(holdings.map(\.id.rawValue) == [3, 2, 1])
      #expect(try store.holdings(HoldingFilter(user: "user1@example.net", limit: 2)).map(\.id.rawValue) == [3, 2])
      let middle = try #require(holdings.dropFirst().first)
      #expect(middle.address == Samples.address(1) && middle.pool == "main" && middle.client == "lab")
      #expect(middle.began == later(2000) && middle.started == later(2001) && middle.ended == later(2900))
      #expect(middle.endCause == .stopped && middle.first.rawValue == 9 && middle.replaced?.rawValue == 16)
      let history = try store.history(of: middle)
      #expect(history.map(\.position.rawValue) == [9, 11, 14])
      #expect(history.allSatisfy { $0.transition.lease.id.rawValue == 2 })
      #expect(try store.history(of: try #require(holdings.first)).map(\.position.rawValue) == [16, 18, 21])
      #expect(try store.holdings(HoldingFilter(session: "s2")) == [middle])
      #expect(try store.holdings(HoldingFilter(session: "s2", client: "lab", nas: "192.0.2.1")) == [middle])
      #expect(try store.holdings(HoldingFilter(session: "s2", nas: "192.0.2.9")).isEmpty)
      #expect(try store.holdings(HoldingFilter(session: "s2", client: "other")).isEmpty)
      #expect(try store.holdings(HoldingFilter(id: LeaseID(rawValue: 2))) == [middle])
      #expect(try store.holdings(HoldingFilter()).count == 4)
      try fixture.reopen()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func anInstantIsAnswered(kind: StoreKind) throws {
    let store = try kind.make().store
    for id: UInt64 in 1...3 { try store.append(try Samples.story(1, id: id, at: later(Int64(id) * 1000))) }
    func moment(_ seconds: Int64, _ milliseconds: Int64 = 0) throws -> AddressMoment? {
      try store.moment(of: Samples.address(1), at: later(seconds).advanced(byMilliseconds: milliseconds))
    }
    #expect(try moment(999, 999) == nil)
    let offered = try #require(try moment(1000))
    #expect(offered.entry.transition.to == .offered && offered.next?.transition.cause == .confirmed)
    let held = try #require(try moment(2500))
    #expect(held.entry.transition.to == .active && held.entry.transition.lease.id.rawValue == 2)
    #expect(held.next?.transition.cause == .stopped && held.next?.transition.time == later(2900))
    let between = try #require(try moment(2950))
    #expect(between.entry.transition.to == .free && between.next?.transition.lease.id.rawValue == 3)
    let last = try #require(try moment(99_999))
    #expect(last.entry.transition.to == .free && last.entry.transition.lease.id.rawValue == 3 && last.next == nil)
    #expect(try store.moment(of: Samples.address(9), at: later(99_999)) == nil)
  }

  /// What only renews is no change: the next one is.
  @Test(arguments: StoreKind.allCases)
  func aRenewalEndsNoMoment(kind: StoreKind) throws {
    let store = try kind.make().store
    try store.append([
      Samples.transition(1, id: 1, from: .free, to: .active, .adopted, at: later(0)),
      Samples.transition(1, id: 1, from: .active, to: .active, .renewed, at: later(60)),
      Samples.transition(1, id: 1, from: .active, to: .active, .staleStop, at: later(61)),
      Samples.transition(1, id: 2, from: .active, to: .offered, .handedOn, at: later(70)),
    ])
    let moment = try #require(try store.moment(of: Samples.address(1), at: later(60)))
    #expect(moment.entry.position.rawValue == 2 && moment.next?.position.rawValue == 4)
    let holdings = try store.holdings(HoldingFilter())
    #expect(holdings.map(\.endCause) == [nil, .handedOn] && holdings.map(\.ended) == [nil, later(70)])
  }

  @Test(arguments: StoreKind.allCases)
  func aNASIsCountedByDayAndPool(kind: StoreKind) throws {
    let fixture = try kind.make()
    let store = fixture.store
    try store.append(try Samples.story(1, id: 1))
    // Silent, given up, then alive again, and stopped; one that never began; one that was handed on.
    try store.append([
      Samples.transition(2, id: 2, from: .free, to: .offered, .offered, at: later(0)),
      Samples.transition(2, id: 2, from: .offered, to: .active, .confirmed, at: later(1)),
      Samples.transition(2, id: 2, from: .active, to: .suspect, .silence, at: later(100)),
      Samples.transition(2, id: 2, from: .suspect, to: .quarantined, .silence, at: later(110)),
      Samples.transition(2, id: 2, from: .quarantined, to: .active, .revived, at: later(130)),
      Samples.transition(2, id: 2, from: .active, to: .free, .stopped, at: later(200)),
    ])
    _ = try store.fold(limit: 10)
    try store.append([
      Samples.transition(3, id: 3, from: .free, to: .offered, .offered, at: later(0)),
      Samples.transition(3, id: 3, from: .offered, to: .quarantined, .neverStarted, at: later(60)),
    ])
    _ = try store.fold(limit: 100)
    try store.append([
      Samples.transition(3, id: 3, from: .quarantined, to: .free, .quarantineOver, at: later(120)),
      Samples.transition(4, id: 4, from: .free, to: .active, .adopted, at: later(0)),
      Samples.transition(4, id: 5, from: .active, to: .offered, .handedOn, at: later(70)),
      Samples.transition(4, id: 6, from: .offered, to: .offered, .handedOn, at: later(71)),
      try Samples.accounting(2, session: "s9", verdict: .stale),
      try Samples.accounting(3, session: "s9", nas: "192.0.2.7", verdict: .conflict),
      Samples.transition(5, id: 7, from: .free, to: .active, .adopted, at: later(86_400)),
    ])
    let day = LeaseTally.day(of: Samples.noon)
    let tallies = try store.tallies(sinceDay: day)
    #expect(tallies.map(\.key.nas) == ["192.0.2.1", "192.0.2.1", "192.0.2.7", "192.0.2.1"])
    #expect(tallies.map(\.key.pool) == ["", "main", "", "main"])
    #expect(tallies.map(\.key.day) == [day, day, day, day + 1])
    #expect(tallies[0][.stale] == 1 && tallies[2][.conflicts] == 1)
    let main = tallies[1]
    #expect(main[.offers] == 5 && main[.begun] == 3 && main[.adopted] == 1 && main[.stopped] == 2)
    #expect(main[.endedSilence] == 1 && main[.revived] == 1 && main[.neverStarted] == 2 && main[.endedHandedOn] == 1)
    #expect(main[.doubts] == 2 && main[.doubtsOver] == 2 && main[.doubtMilliseconds] == 90_000)
    #expect(main.doubtMax == 60_000 && main.first == Samples.noon)
    #expect(main[.matchedToken] == 15 && main[.matchedSession] == 0)
    #expect(try store.tallies(sinceDay: day + 1).count == 1 && store.tallies(sinceDay: day + 2).isEmpty)
    try fixture.reopen()
    #expect(try fixture.store.tallies(sinceDay: day) == tallies)
  }

  /// A rest after a proven end is `cooldown`, and no doubt.
  @Test(arguments: StoreKind.allCases)
  func aCooldownIsNoDoubt(kind: StoreKind) throws {
    let store = try kind.make().store
    try store.append([
      Samples.transition(1, id: 1, from: .free, to: .active, .adopted, at: later(0)),
      Samples.transition(1, id: 1, from: .active, to: .quarantined, .stopped, at: later(10)),
      Samples.transition(1, id: 1, from: .quarantined, to: .free, .quarantineOver, at: later(20)),
    ])
    let tally = try #require(try store.tallies(sinceDay: 0).first)
    #expect(tally[.doubts] == 0 && tally[.doubtsOver] == 0 && tally[.stopped] == 1 && tally[.lateStops] == 0)
  }
}
