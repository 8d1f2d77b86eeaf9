import Accounting
import AddressPool
import GRDB
import Storage
import StorageSQLite
import Testing
import Timebase

/// What is old goes, and nothing else: the lease table stays what the whole ledger made of it (invariant I5).
struct RetentionTests {
  /// Twenty stories on five addresses, one an hour, and one that goes on.
  private static func fill(_ store: any Store) throws {
    for id in 1...20 {
      let time = Samples.noon.advanced(byMilliseconds: Int64(id) * 3_600_000)
      try store.append(try Samples.story(UInt32(id % 5), id: UInt64(id), at: time))
    }
    let last = Samples.noon.advanced(byMilliseconds: 21 * 3_600_000)
    try store.append([
      .sharedPort(SharedPort(time: Samples.noon, nas: "192.0.2.1", port: 7)),
      Samples.transition(9, id: 21, from: .free, to: .active, .adopted, at: last),
    ])
  }

  private static func retain(_ store: SQLiteStore, _ horizon: RetentionHorizon, limit: Int = 10) throws -> RetentionPass
  {
    var pass = RetentionPass(horizon)
    var steps = 0
    while !pass.isDone, steps < 1000 {
      try store.retain(&pass, limit: limit)
      steps += 1
    }
    #expect(pass.isDone)
    return pass
  }

  private static func hour(_ number: Int64) -> Timestamp {
    Samples.noon.advanced(byMilliseconds: number * 3_600_000)
  }

  @Test func theLeaseTableOutlivesTheJournalAndItsFold() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try RetentionTests.fill(store)
    try store.catchUp()
    let before = try store.recover()
    let pass = try RetentionTests.retain(store, RetentionHorizon(records: RetentionTests.hour(12)))
    #expect(pass.entries == 11 * 7)
    #expect(try store.journal(after: JournalPosition(rawValue: 0), limit: 1).first?.position.rawValue == 78)
    #expect(try store.recover() == before && store.auditLedger().isEmpty && store.position() == before.position)
    // What was folded stays: sessions, holdings.
    #expect(try store.sessions(SessionFilter()).count == 20 && store.holdings(HoldingFilter()).count == 21)
    // The fold may be lost: what the journal still has, on what the rest of it left.
    let copy = try folder.snapshot()
    try store.close()
    for name in ["rollcall.db", "rollcall.db-wal"] { copy.remove(name) }
    for readsOnly in [true, false] {
      let again =
        try readsOnly
        ? SQLiteStore(reading: copy.path("rollcall.db")) : SQLiteStore(path: copy.path("rollcall.db"))
      var recovered = try again.recover()
      // Of holdings that are past, what was cut off tells nothing.
      recovered.past = before.past
      #expect(recovered == before)
      #expect(try again.leases() == Array(before.leases) && again.auditLedger().isEmpty)
      try again.close()
    }
  }

  /// An audit reads for minutes, and retention goes on.
  @Test func theLedgerIsReadAsOfOneMoment() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try RetentionTests.fill(store)
    try store.catchUp()
    let state = try store.recover()
    let positions = try store.journal(after: JournalPosition(rawValue: 0), limit: .max).compactMap { item in
      if case .transition = item.entry { item.position.rawValue } else { nil }
    }
    var replay = LedgerReplay()
    var entries = 0
    var pass = RetentionPass(RetentionHorizon(records: RetentionTests.hour(12)))
    try store.eachTransition(
      through: state.position,
      begin: { cut in
        replay = LedgerReplay(after: cut.leases)
        while !pass.isDone, (try? store.retain(&pass, limit: 100)) != nil {}
      }
    ) {
      replay.take($0)
      entries += 1
    }
    #expect(pass.isDone && pass.entries == 11 * 7)
    #expect(entries == positions.count && replay.compare(with: state.leases).isEmpty)
    entries = 0
    var cut: JournalCut?
    try store.eachTransition(through: state.position, begin: { cut = $0 }) { _ in entries += 1 }
    #expect(cut?.position.rawValue == 77 && entries == positions.filter { $0 > 77 }.count && entries < positions.count)
    #expect(try store.auditLedger().isEmpty)
    try store.close()
  }

  /// A repair of the lease table loses no session whose records are gone.
  @Test func foldingAnewKeepsWhatTheJournalNoLongerHas() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    let store = try SQLiteStore(path: path)
    try RetentionTests.fill(store)
    try store.catchUp()
    _ = try RetentionTests.retain(store, RetentionHorizon(records: RetentionTests.hour(12)))
    let (leases, sessions) = (try store.leases(), try store.sessions(SessionFilter()))
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "DELETE FROM lease WHERE address = (SELECT min(address) FROM lease)") }
    try queue.close()
    #expect(try store.auditLedger() == [.missingFromTable(leases[0])])
    try store.refold()
    #expect(try store.auditLedger().isEmpty && store.leases() == leases)
    #expect(try store.sessions(SessionFilter()) == sessions && sessions.count == 20)
    try store.append(try Samples.story(1, id: 99, at: RetentionTests.hour(101)))
    #expect(try store.sessions(SessionFilter()).count == 21 && store.auditLedger().isEmpty)
    try store.close()
  }

  @Test func nothingGoesThatACursorHasNotPassed() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try RetentionTests.fill(store)
    let horizon = RetentionHorizon(records: RetentionTests.hour(100))
    #expect(try RetentionTests.retain(store, horizon).entries == 0, "nothing is folded yet")
    try store.catchUp()
    try store.put(JournalCursor(name: "detail", position: JournalPosition(rawValue: 30)))
    #expect(try RetentionTests.retain(store, horizon).entries == 28, "whole commits before entry 30")
    try store.removeJournalCursor(named: "detail")
    #expect(try RetentionTests.retain(store, horizon).entries == 7 * 20 - 28, "all but the newest commit")
    let state = try store.recover()
    try store.append(try Samples.story(1, id: 99, at: RetentionTests.hour(101)))
    #expect(try store.position().rawValue == state.position.rawValue + 7 && store.auditLedger().isEmpty)
    try store.close()
    #expect(folder.names.contains("rollcall.journal"))
  }

  @Test func eachKindHasItsOwnAge() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try RetentionTests.fill(store)
    try store.catchUp()
    let rollups = try store.rollups(RollupQuery(.usage))
    let pass = try RetentionTests.retain(
      store,
      RetentionHorizon(
        sessions: RetentionTests.hour(5), ledger: RetentionTests.hour(9), authentications: RetentionTests.hour(7)),
      limit: 3)
    #expect(pass.entries == 0 && pass.sessions == 4 && pass.authentications == 6 && pass.holdings == 8)
    #expect(try store.sessions(SessionFilter()).count == 16 && store.postAuthentications(limit: 99).count == 14)
    #expect(try store.holdings(HoldingFilter()).count == 13)
    #expect(try store.rollups(RollupQuery(.usage)) == rollups, "figures stay")
    try store.close()
    #expect(folder.names.contains("rollcall.db"))
  }

  @Test func whoHadAnAddressIsKnownFromTheCutOn() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try RetentionTests.fill(store)
    try store.catchUp()
    let time = RetentionTests.hour(20)
    let addresses = (0..<6).map { Samples.address($0) }
    func told() throws -> [LeaseID?] {
      try addresses.map { try store.moment(of: $0, at: time)?.entry.transition.lease.id }
    }
    let before = try told()
    _ = try RetentionTests.retain(store, RetentionHorizon(records: RetentionTests.hour(20)))
    #expect(try told() == before)
    #expect(try store.history(of: Samples.address(1)).isEmpty)
    try store.close()
    #expect(folder.names.contains("rollcall.db"))
  }

  /// An old copy of the derived tables cannot be gone on with: what follows it is no longer there.
  @Test func anOlderCopyIsRefused() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try RetentionTests.fill(store)
    _ = try store.fold(limit: 7)
    let old = try folder.snapshot()
    try store.catchUp()
    _ = try RetentionTests.retain(store, RetentionHorizon(records: RetentionTests.hour(12)))
    let new = try folder.snapshot()
    try store.close()
    for name in ["rollcall.db", "rollcall.db-wal"] {
      new.remove(name)
      try new.write(try old.read(name), to: name)
    }
    let error = #expect(throws: StoreError.self) { try SQLiteStore(path: new.path("rollcall.db")) }
    #expect(error?.kind == .incompatible && error?.message.contains("older copy") == true)
  }
}
