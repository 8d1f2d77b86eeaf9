import AddressPool
import GRDB
import NetworkAddress
import Storage
import StorageSQLite
import Testing
import Timebase

/// What a restart must not forget besides the leases: sessions that are over, and NASes that share ports.
struct RememberedTests {
  private static let shared = SharedPort(time: Samples.noon, nas: "192.0.2.5", port: 17)

  @Test(arguments: StoreKind.allCases, [0, 9, 1000])
  func whatIsPastComesBack(kind: StoreKind, folded: Int) throws {
    let fixture = try kind.make()
    for id: UInt64 in 1...3 { try fixture.store.append(try Samples.story(1, id: id)) }
    try fixture.store.append(try Samples.story(2, id: 4))
    if folded > 0 { _ = try fixture.store.fold(limit: folded) }
    let expected = [1, 2].map {
      PastSession(
        lease: LeaseID(rawValue: $0), address: Samples.address(1), user: "user1@example.net", nas: "192.0.2.1",
        session: "s\($0)", isOver: false, rebooted: nil)
    }
    #expect(try fixture.store.recover().past == expected)
    try fixture.reopen()
    #expect(try fixture.store.recover().past == expected)
  }

  @Test(arguments: StoreKind.allCases)
  func howItEndedComesBackToo(kind: StoreKind) throws {
    let store = try kind.make().store
    var over = Samples.lease(1, id: 1, .free)
    over.isOver = true
    over.cause = .stopped
    var rebooted = Samples.lease(2, id: 2, .free)
    rebooted.cause = .nasReboot
    func entry(_ lease: Lease, from: LeaseState) -> JournalEntry {
      .transition(LeaseTransition(time: Samples.noon, from: from, cause: lease.cause, lease: lease))
    }
    try store.append([
      Samples.transition(1, id: 1, from: .free, to: .active, .adopted), entry(over, from: .active),
      Samples.transition(2, id: 2, from: .free, to: .active, .adopted), entry(rebooted, from: .active),
      Samples.transition(1, id: 3, from: .free, to: .offered, .offered),
      Samples.transition(2, id: 4, from: .free, to: .offered, .offered),
    ])
    for _ in 0..<2 {
      let past = try store.recover().past
      #expect(past.map(\.isOver) == [true, false] && past.map(\.rebooted) == [nil, rebooted.since])
      _ = try store.fold(limit: 100)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func aNASThatSharesPortsIsRemembered(kind: StoreKind) throws {
    let fixture = try kind.make()
    try fixture.store.append([.sharedPort(Self.shared), .sharedPort(Self.shared)])
    #expect(try fixture.store.recover().sharedPorts == ["192.0.2.5"])
    #expect(try fixture.store.fold(limit: 10) == 2)
    try fixture.store.append([.sharedPort(SharedPort(time: Samples.noon, nas: "192.0.2.6", port: 1))])
    #expect(try fixture.store.recover().sharedPorts == ["192.0.2.5", "192.0.2.6"])
    try fixture.reopen()
    #expect(try fixture.store.recover().sharedPorts == ["192.0.2.5", "192.0.2.6"])
    #expect(
      try fixture.store.journal(after: JournalPosition(rawValue: 0), limit: 9).first?.entry == .sharedPort(Self.shared))
  }

  /// Derived tables that an older Rollcall made are folded anew; what else lies in the file stays.
  @Test(arguments: [false, true])
  func olderTablesAreFoldedAnew(readsOnly: Bool) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    let store = try SQLiteStore(path: path)
    for id in 1...5 { try store.append(try Samples.story(UInt32(id % 2), id: UInt64(id))) }
    let state = try store.recover()
    try store.close()
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.write {
        try $0.execute(
          sql: """
            DROP TABLE holding; DROP TABLE leasetally; DROP TABLE sharedport; CREATE TABLE mine(x);
            DELETE FROM radacct; PRAGMA user_version = 1;
            """)
      }
      try queue.close()
    }
    let again = readsOnly ? try SQLiteStore(reading: path) : try SQLiteStore(path: path)
    #expect(try again.recover() == state)
    #expect(try again.holdings(HoldingFilter()).count == 5 && again.sessions(SessionFilter()).count == 5)
    try again.close()
    let found = try DatabaseQueue(path: path).read {
      (try $0.tableExists("mine"), try Int.fetchOne($0, sql: "PRAGMA user_version"))
    }
    #expect(found == (true, readsOnly ? 1 : 5))
  }

  /// An entry of a kind that only a newer Rollcall knows is named, and nothing is passed over.
  @Test func anUnknownKindIsAClearError() throws {
    let body = try #require(JournalCodec.encode([.sharedPort(Self.shared)]).first)
    var octets = Array(body.octets.dropLast(4))
    octets[1] = 9
    octets = JournalCodec.seal(octets)
    let error = #expect(throws: JournalDecodingError.self) { try JournalCodec.decode(octets, count: 1) }
    #expect(error == .unknownKind(9, offset: 1))
    #expect(error?.description.contains("unknown kind 9") == true)
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try store.append([.sharedPort(Self.shared)])
    try store.settle()
    let queue = try DatabaseQueue(path: folder.path("rollcall.journal"))
    let text = octets.map { hex($0) }.joined()
    try queue.write { try $0.execute(sql: "UPDATE batch SET body = x'\(text)'") }
    let failure = #expect(throws: StoreError.self) { try store.recover() }
    #expect(failure?.kind == .incompatible && failure?.message.contains("or a newer one") == true)
  }

  private func hex(_ octet: UInt8) -> String { String(octet >> 4, radix: 16) + String(octet & 15, radix: 16) }

  /// Rows that somebody changed by hand are found by an audit and gone after a refold.
  @Test func aRefoldMendsDerivedTables() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    let store = try SQLiteStore(path: path)
    for id in 1...5 { try store.append(try Samples.story(UInt32(id % 3), id: UInt64(id))) }
    let state = try store.recover()
    let sessions = try store.sessions(SessionFilter())
    #expect(try store.auditLedger().isEmpty)
    let queue = try DatabaseQueue(path: path)
    try queue.write {
      try $0.execute(
        sql:
          "DELETE FROM lease WHERE address = \(Samples.address(1).rawValue); DELETE FROM radacct; DELETE FROM holding")
    }
    let lease = try #require(state.leases.first { $0.address == Samples.address(1) })
    #expect(try store.auditLedger() == [.missingFromTable(lease)])
    try store.refold()
    #expect(try store.auditLedger().isEmpty && store.recover() == state && store.sessions(SessionFilter()) == sessions)
    try store.append(try Samples.story(1, id: 9))
    #expect(try store.sessions(SessionFilter()).count == sessions.count + 1)
    try store.close()
    let reader = try SQLiteStore(reading: path)
    let error = #expect(throws: StoreError.self) { try reader.refold() }
    #expect(error?.kind == .readOnly)
  }

  @Test(arguments: StoreKind.allCases)
  func aRefoldChangesNothingThatIsRight(kind: StoreKind) throws {
    let fixture = try kind.make()
    for id in 1...9 { try fixture.store.append(try Samples.story(UInt32(id % 4), id: UInt64(id))) }
    _ = try fixture.store.fold(limit: 20)
    let holdings = try fixture.store.holdings(HoldingFilter())
    let tallies = try fixture.store.tallies(sinceDay: 0)
    try fixture.store.refold()
    #expect(try fixture.store.holdings(HoldingFilter()) == holdings && fixture.store.tallies(sinceDay: 0) == tallies)
    #expect(try fixture.store.cursor() == fixture.store.position())
    try fixture.reopen()
    #expect(try fixture.store.holdings(HoldingFilter()) == holdings)
  }
}
