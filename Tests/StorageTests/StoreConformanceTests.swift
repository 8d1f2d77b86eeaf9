import Accounting
import AddressPool
import NetworkAddress
import Storage
import Testing
import Timebase

/// What every store must do. A new store joins by a case of ``StoreKind``.
struct StoreConformanceTests {
  @Test(arguments: StoreKind.allCases)
  func anEmptyStoreIsEmpty(kind: StoreKind) throws {
    let store = try kind.make().store
    #expect(try store.position().rawValue == 0)
    #expect(try store.cursor().rawValue == 0)
    #expect(
      try store.recover()
        == RecoveredState(leases: [], lastLeaseID: LeaseID(rawValue: 0), position: JournalPosition(rawValue: 0)))
    #expect(try store.fold(limit: 10) == 0)
    #expect(try store.history(of: Samples.address(1)).isEmpty)
    #expect(try store.leases().isEmpty && store.lease(of: Samples.address(1)) == nil)
    #expect(try store.sessions(SessionFilter()).isEmpty && store.postAuthentications(limit: 5).isEmpty)
    #expect(try store.journal(after: JournalPosition(rawValue: 0), limit: 5).isEmpty)
    #expect(try store.auditLedger().isEmpty)
  }

  @Test(arguments: StoreKind.allCases)
  func entriesComeBackInOrder(kind: StoreKind) throws {
    let fixture = try kind.make()
    var random = RandomEntries(seed: 1)
    let entries = (0..<3000).map { _ in random.entry() }
    try fixture.store.append([])
    try fixture.store.append([entries[0]])
    try fixture.store.append(Array(entries[1..<17]))
    // More than a row holds.
    try fixture.store.append(Array(entries[17...]))
    #expect(try fixture.store.position().rawValue == 3000)
    for _ in 0..<2 {
      let items = try fixture.store.journal(after: JournalPosition(rawValue: 0), limit: 5000)
      #expect(items.map(\.entry) == entries)
      #expect(items.map(\.position.rawValue) == Array(1...3000))
      let part = try fixture.store.journal(after: JournalPosition(rawValue: 5), limit: 20)
      #expect(part.map(\.entry) == Array(entries[5..<25]) && part.first?.position.rawValue == 6)
      #expect(try fixture.store.journal(after: JournalPosition(rawValue: 3000), limit: 1).isEmpty)
      #expect(try fixture.store.journal(after: JournalPosition(rawValue: .max), limit: 1).isEmpty)
      try fixture.reopen()
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aStoryCanBeTold(kind: StoreKind) throws {
    let store = try kind.make().store
    try store.append(try Samples.story(1, id: 1))
    try store.append(try Samples.story(2, id: 2))
    let history = try store.history(of: Samples.address(1))
    #expect(history.map(\.transition.cause) == [.offered, .confirmed, .stopped])
    #expect(history.map(\.position.rawValue) == [2, 4, 7])
    #expect(history.last?.transition.note == "Accounting-Request Start id 7 from 192.0.2.1:40000")
    let lease = try #require(try store.lease(of: Samples.address(1)))
    #expect(lease == history.last?.transition.lease && lease.state == .free)
    #expect(try store.leases().map(\.address) == [Samples.address(1), Samples.address(2)])
    let sessions = try store.sessions(SessionFilter())
    #expect(sessions.map(\.session) == ["s2", "s1"])
    let session = try #require(sessions.last)
    #expect(session.user == "user1@example.net" && session.client == "lab" && session.nas == "192.0.2.1")
    #expect(session.address == Samples.address(1) && session.inputOctets == 2000 && session.leaseID == 1)
    #expect(session.stop == Timestamp(seconds: Samples.noon.seconds + 898))
    #expect(try store.postAuthentications(limit: 1).map(\.user) == ["user2@example.net"])
    #expect(try store.postAuthentications(limit: 9).count == 2)
  }

  @Test(arguments: StoreKind.allCases)
  func foldingIsDoneOnceAndInSteps(kind: StoreKind) throws {
    let fixture = try kind.make()
    for id in 1...50 { try fixture.store.append(try Samples.story(UInt32(id % 7), id: UInt64(id))) }
    var folded = 0
    while true {
      let count = try fixture.store.fold(limit: 30)
      if count == 0 { break }
      folded += count
      #expect(try fixture.store.cursor().rawValue == UInt64(folded))
    }
    #expect(folded == 350)
    #expect(try fixture.store.sessions(SessionFilter()).count == 50)
    try fixture.reopen()
    #expect(try fixture.store.sessions(SessionFilter()).count == 50)
    #expect(try fixture.store.history(of: Samples.address(3)).count == 21)
    #expect(try fixture.store.auditLedger().isEmpty)
  }

  @Test(arguments: StoreKind.allCases)
  func recoveryReadsTheTail(kind: StoreKind) throws {
    let fixture = try kind.make()
    let store = fixture.store
    try store.append([Samples.transition(5, id: 1, from: .free, to: .offered, .offered)])
    try store.append([Samples.transition(9, id: 2, from: .free, to: .offered, .offered)])
    _ = try store.fold(limit: 100)
    try store.append([
      Samples.transition(5, id: 1, from: .offered, to: .active, .confirmed),
      Samples.transition(7, id: 40, from: .free, to: .offered, .offered),
    ])
    try store.append([Samples.transition(7, id: 3, from: .offered, to: .offered, .retried)])
    let state = try store.recover()
    #expect(state.leases.map(\.address) == [5, 7, 9].map(Samples.address))
    #expect(state.leases.map(\.state) == [.active, .offered, .offered])
    #expect(state.lastLeaseID.rawValue == 40 && state.position.rawValue == 5)
    _ = try store.fold(limit: 100)
    #expect(try store.recover() == state)
    try fixture.reopen()
    #expect(try fixture.store.recover() == state)
  }

  @Test(arguments: StoreKind.allCases)
  func sessionsCanBeNarrowed(kind: StoreKind) throws {
    let store = try kind.make().store
    for id in 1...4 { try store.append(try Samples.story(UInt32(id), id: UInt64(id))) }
    let open = try Samples.accounting(
      1, session: "open", user: "eve", lease: 5, at: Samples.noon.advanced(byMilliseconds: 5_000_000),
      address: Samples.address(5))
    try store.append([open])
    func names(_ filter: SessionFilter) throws -> [String] { try store.sessions(filter).map(\.session) }
    #expect(try names(SessionFilter(isOpen: true)) == ["open"])
    #expect(try names(SessionFilter(isOpen: false)) == ["s4", "s3", "s2", "s1"])
    #expect(try names(SessionFilter(user: "eve")) == ["open"])
    #expect(try names(SessionFilter(client: "nobody")).isEmpty)
    #expect(try names(SessionFilter(session: "s2")) == ["s2"])
    #expect(try names(SessionFilter(address: Samples.address(3))) == ["s3"])
    #expect(try names(SessionFilter(limit: 2)) == ["open", "s4"])
    let stop = Timestamp(seconds: Samples.noon.seconds + 898)
    #expect(try names(SessionFilter(since: stop)).count == 5)
    #expect(try names(SessionFilter(since: stop.advanced(byMilliseconds: 1))) == ["open"])
    let start = Timestamp(seconds: Samples.noon.seconds - 1)
    #expect(try names(SessionFilter(until: start.advanced(byMilliseconds: 999))).count == 4)
    #expect(try names(SessionFilter(until: start.advanced(byMilliseconds: -1))).isEmpty)
  }

  @Test(arguments: StoreKind.allCases)
  func aLeaseThatEndsWithoutAStopClosesItsSession(kind: StoreKind) throws {
    let store = try kind.make().store
    try store.append(Array(try Samples.story(1, id: 1).prefix(5)))
    func later(_ seconds: Int64) -> Timestamp { Samples.noon.advanced(byMilliseconds: seconds * 1000) }
    try store.append([
      Samples.transition(1, id: 1, from: .active, to: .suspect, .silence, at: later(3000)),
      Samples.transition(1, id: 1, from: .suspect, to: .quarantined, .silence, at: later(3060)),
    ])
    let closed = try #require(try store.sessions(SessionFilter()).first)
    #expect(closed.terminateCause == "Rollcall-Silence")
    #expect(closed.stop == Timestamp(seconds: later(3060).seconds))
    try store.append([
      try Samples.accounting(3, session: "s1", user: "user1@example.net", lease: 1, at: later(3100), input: 1500),
      Samples.transition(1, id: 1, from: .quarantined, to: .active, .revived, at: later(3100)),
    ])
    let alive = try store.sessions(SessionFilter())
    #expect(alive.count == 1 && alive[0].stop == nil && alive[0].terminateCause.isEmpty)
    #expect(alive[0].inputOctets == 1500)
    // Handed on while it lives: the old holding's session ends.
    try store.append([Samples.transition(1, id: 2, from: .active, to: .offered, .handedOn, at: later(3200))])
    #expect(try store.sessions(SessionFilter()).first?.terminateCause == "Rollcall-Handed-On")
  }

  @Test(arguments: StoreKind.allCases)
  func tokenKeysStay(kind: StoreKind) throws {
    let fixture = try kind.make()
    let first = try fixture.store.tokenKeys()
    #expect(first.count == 1 && first[0].bytes.count == StoreLimits.tokenKeyLength)
    #expect(try fixture.store.tokenKeys() == first)
    try fixture.store.rotateTokenKey()
    let second = try fixture.store.tokenKeys()
    #expect(second.count == 2 && second[1] == first[0] && second[0] != first[0])
    try fixture.reopen()
    #expect(try fixture.store.tokenKeys() == second)
    for _ in 0..<20 { try fixture.store.rotateTokenKey() }
    let many = try fixture.store.tokenKeys()
    #expect(many.count == StoreLimits.tokenKeysMax && Set(many.map(\.number)).count == many.count)
  }

  @Test(arguments: StoreKind.allCases)
  func aClosedStoreSaysSo(kind: StoreKind) throws {
    let store = try kind.make().store
    try store.append(try Samples.story(1, id: 1))
    try store.close()
    for attempt: () throws -> Void in [
      { try store.append(try Samples.story(1, id: 1)) }, { _ = try store.recover() }, { _ = try store.tokenKeys() },
      { _ = try store.leases() }, { _ = try store.fold(limit: 1) }, { _ = try store.position() },
    ] {
      let error = #expect(throws: StoreError.self) { try attempt() }
      #expect(error?.kind == .closed)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func theAuditFindsABrokenLedger(kind: StoreKind) throws {
    let store = try kind.make().store
    try store.append([
      Samples.transition(1, id: 1, from: .free, to: .offered, .offered),
      Samples.transition(1, id: 1, from: .active, to: .free, .stopped),
      Samples.transition(2, id: 9, from: .free, to: .active, .adopted),
      Samples.transition(3, id: 9, from: .free, to: .active, .adopted),
    ])
    let differences = try store.auditLedger()
    #expect(
      differences == [
        .brokenChain(
          Samples.address(1), at: JournalPosition(rawValue: 2), expected: .offered, found: .active),
        .heldTwice(LeaseID(rawValue: 9), Samples.address(2), Samples.address(3)),
      ])
  }
}

/// Cursors of those who read the journal beside the fold.
struct JournalCursorTests {
  @Test(arguments: StoreKind.allCases)
  func cursorsOutliveARestart(kind: StoreKind) throws {
    let fixture = try kind.make()
    #expect(try fixture.store.journalCursors().isEmpty)
    try fixture.store.put(JournalCursor(name: "detail", position: JournalPosition(rawValue: 3), note: "a 120"))
    try fixture.store.put(JournalCursor(name: "csv", position: JournalPosition(rawValue: 1)))
    try fixture.store.put(JournalCursor(name: "detail", position: JournalPosition(rawValue: 7), note: "b 0"))
    try fixture.reopen()
    #expect(
      try fixture.store.journalCursors() == [
        JournalCursor(name: "csv", position: JournalPosition(rawValue: 1)),
        JournalCursor(name: "detail", position: JournalPosition(rawValue: 7), note: "b 0"),
      ])
    try fixture.store.removeJournalCursor(named: "csv")
    #expect(try fixture.store.journalCursors().map(\.name) == ["detail"])
  }
}
