import GRDB
import Glibc
import Storage
import StorageSQLite
import Testing
import Timebase

/// What is of the SQLite store alone: its files, its lock, and what it makes of damage.
struct SQLiteStoreTests {
  private func mode(_ path: String) -> UInt32 {
    var status = stat()
    return stat(path, &status) == 0 ? UInt32(status.st_mode) & 0o777 : 0
  }

  @Test func aCommitIsOnDiskWhenItReturns() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    let settings = try store.journalSettings()
    #expect(settings.journalMode == "wal")
    // FULL. GRDB and SQLite would both be content with NORMAL, which a power failure robs of its last commits.
    #expect(settings.synchronous == 2)
    try store.close()
  }

  @Test func nobodyElseMayReadTheFiles() throws {
    let folder = try TemporaryFolder()
    let before = umask(0)
    defer { umask(before) }
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try store.append(try Samples.story(1, id: 1))
    _ = try store.leases()
    #expect(folder.names.contains("rollcall.journal-wal"))
    for name in folder.names { #expect(mode(folder.path(name)) == 0o600, "\(name)") }
    try store.close()
    #expect(folder.names == ["rollcall.commits", "rollcall.db", "rollcall.journal", "rollcall.lock"])
  }

  @Test func twoServersNeverShareAStore() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    let store = try SQLiteStore(path: path)
    let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
    #expect(error?.kind == .locked)
    #expect(error?.message.contains("process \(getpid())") == true)
    try store.close()
    try SQLiteStore(path: path).close()
  }

  @Test func aFolderThatIsMissingIsNamed() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("nowhere/rollcall.db")
    let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
    #expect(error?.kind == .missing && error?.message.contains("folder does not exist") == true)
  }

  @Test func aLonelyCommitIsOneRowAndSoIsABatch() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try store.append([Samples.authentication("bob", isAccept: true)])
    try store.append((0..<256).map { Samples.authentication("user\($0)", isAccept: true) })
    try store.append((0..<2000).map { Samples.authentication("user\($0)", isAccept: true) })
    try store.close()
    let counts = try DatabaseQueue(path: folder.path("rollcall.journal")).read {
      try Int.fetchAll($0, sql: "SELECT count FROM batch ORDER BY first")
    }
    #expect(counts == [1, 256, 1024, 976])
  }

  @Test func derivedTablesAreFoldedAnewWhenTheyAreGone() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    let store = try SQLiteStore(path: path)
    for id in 1...30 { try store.append(try Samples.story(UInt32(id % 5), id: UInt64(id))) }
    let state = try store.recover()
    let sessions = try store.sessions(SessionFilter())
    try store.close()
    for name in ["rollcall.db", "rollcall.db-wal", "rollcall.db-shm"] { folder.remove(name) }
    let again = try SQLiteStore(path: path)
    #expect(try again.cursor().rawValue == 0)
    #expect(try again.recover() == state)
    #expect(try again.sessions(SessionFilter()) == sessions)
    try again.close()
  }

  /// The files as `kill -9` leaves them, at many moments: every append that returned is there.
  @Test func whatWasCommittedSurvivesAnyInstant() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    for id in 1...20 {
      try store.append(try Samples.story(UInt32(id % 3), id: UInt64(id)))
      if id % 4 == 0 { _ = try store.fold(limit: 10) }
      let copy = try folder.snapshot()
      let survivor = try SQLiteStore(path: copy.path("rollcall.db"))
      #expect(try survivor.position().rawValue == UInt64(id * 7))
      #expect(try survivor.recover() == store.recover())
      #expect(try survivor.sessions(SessionFilter()).count == id)
      try survivor.close()
    }
    try store.close()
  }

  @Test func damageInTheJournalIsNamed() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    let store = try SQLiteStore(path: path)
    try store.append(try Samples.story(1, id: 1))
    try store.append(try Samples.story(2, id: 2))
    try store.settle()
    let writer = try DatabaseQueue(path: folder.path("rollcall.journal"))
    try writer.write {
      try $0.execute(sql: "UPDATE batch SET body = substr(body, 1, 40) || x'ff' || substr(body, 42) WHERE first = 8")
    }
    for attempt: () throws -> Void in [
      { _ = try store.recover() }, { _ = try store.leases() },
      { _ = try store.journal(after: JournalPosition(rawValue: 0), limit: 100) },
    ] {
      let error = #expect(throws: StoreError.self) { try attempt() }
      #expect(error?.kind == .corrupt && error?.message.contains("row 8") == true)
    }
    try writer.write { try $0.execute(sql: "UPDATE batch SET body = x'' WHERE first = 8") }
    #expect(throws: StoreError.self) { try store.recover() }
  }

  @Test func whatIsNoDatabaseIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("this is no database, and long enough to be looked at".utf8), to: "rollcall.journal")
    let error = #expect(throws: StoreError.self) { try SQLiteStore(path: folder.path("rollcall.db")) }
    #expect(error?.kind == .corrupt && error?.message.contains("rollcall.journal") == true)
  }

  @Test(arguments: ["rollcall.db", "rollcall.journal"])
  func newerFilesAreRefused(name: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    try SQLiteStore(path: path).close()
    try DatabaseQueue(path: folder.path(name)).writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA user_version = 99")
    }
    let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
    #expect(error?.kind == .incompatible && error?.message.contains("99") == true)
  }

  @Test func filesOfTwoStoresDoNotMix() throws {
    let first = try TemporaryFolder()
    let second = try TemporaryFolder()
    for folder in [first, second] {
      let store = try SQLiteStore(path: folder.path("rollcall.db"))
      try store.append(try Samples.story(1, id: 1))
      try store.close()
    }
    try first.write(try second.read("rollcall.journal"), to: "rollcall.journal")
    let error = #expect(throws: StoreError.self) { try SQLiteStore(path: first.path("rollcall.db")) }
    #expect(error?.kind == .incompatible)
    #expect(throws: StoreError.self) { try SQLiteStore(reading: first.path("rollcall.db")) }
  }

  @Test func anOlderJournalIsNoticed() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    var store = try SQLiteStore(path: path)
    try store.append(try Samples.story(1, id: 1))
    try store.close()
    let backup = try folder.read("rollcall.journal")
    store = try SQLiteStore(path: path)
    try store.append(try Samples.story(2, id: 2))
    try store.close()
    try folder.write(backup, to: "rollcall.journal")
    let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
    #expect(error?.kind == .incompatible && error?.message.contains("older copy") == true)
  }

  /// The columns of FreeRADIUS's schema come first, in its order: existing reports find what they look for.
  @Test func reportsFindTheirColumns() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try store.append(try Samples.story(1, id: 1))
    try store.close()
    let queue = try DatabaseQueue(path: folder.path("rollcall.db"))
    let columns = try queue.read { try $0.columns(in: "radacct").map(\.name) }
    #expect(
      columns.prefix(29) == [
        "radacctid", "acctsessionid", "acctuniqueid", "username", "realm", "nasipaddress", "nasportid", "nasporttype",
        "acctstarttime", "acctupdatetime", "acctstoptime", "acctinterval", "acctsessiontime", "acctauthentic",
        "connectinfo_start", "connectinfo_stop", "acctinputoctets", "acctoutputoctets", "calledstationid",
        "callingstationid", "acctterminatecause", "servicetype", "framedprotocol", "framedipaddress",
        "framedipv6address", "framedipv6prefix", "framedinterfaceid", "delegatedipv6prefix", "class",
      ])
    let report = try #require(
      try queue.read {
        try Row.fetchOne(
          $0,
          sql: """
            SELECT username, framedipaddress, acctstarttime, acctinputoctets,
              strftime('%s', acctstoptime) - strftime('%s', acctstarttime) AS seconds FROM radacct
            """)
      })
    #expect(report["username"] == "user1@example.net" && report["framedipaddress"] == "10.64.0.1")
    #expect(report["acctstarttime"] == "2026-03-01 13:59:59" && report["seconds"] == 899)
    #expect(report["acctinputoctets"] == 2000)
    let decision = try #require(try queue.read { try Row.fetchOne($0, sql: "SELECT * FROM radpostauth") })
    #expect(decision["authdate"] == "2026-03-01 14:00:00.123" && decision["reply"] == "Access-Accept")
    #expect(decision["pass"] as String? == nil)
  }
}
