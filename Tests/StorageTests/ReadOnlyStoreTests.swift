import AddressPool
import Storage
import StorageSQLite
import Testing

/// The store as the command line opens it when no server runs.
struct ReadOnlyStoreTests {
  @Test func whereThereIsNoStoreItSaysSo() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: StoreError.self) { try SQLiteStore(reading: folder.path("rollcall.db")) }
    #expect(error?.kind == .missing && error?.message.contains("rollcall.journal does not exist") == true)
    #expect(folder.names.isEmpty)
  }

  @Test func itTellsWhatTheServerLeft() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    let store = try SQLiteStore(path: path)
    for id in 1...10 { try store.append(try Samples.story(UInt32(id % 3), id: UInt64(id))) }
    let keys = try store.tokenKeys()
    let state = try store.recover()
    try store.close()
    let reader = try SQLiteStore(reading: path)
    #expect(try reader.recover() == state && reader.position() == state.position)
    #expect(try reader.leases() == Array(state.leases) && reader.tokenKeys() == keys)
    #expect(try reader.sessions(SessionFilter()).count == 10 && reader.postAuthentications(limit: 99).count == 10)
    #expect(try reader.history(of: Samples.address(1)).count == 12)
    #expect(try reader.auditLedger().isEmpty)
    for attempt: () throws -> Void in [
      { try reader.append(try Samples.story(1, id: 1)) }, { try reader.rotateTokenKey() },
    ] {
      let error = #expect(throws: StoreError.self) { try attempt() }
      #expect(error?.kind == .readOnly)
    }
    try reader.close()
  }

  /// Nothing folded, some folded, the file of derived tables gone: the tail is folded in memory, and no file changes.
  @Test(arguments: [0, 30, 70])
  func whatIsNotFoldedIsFoldedInMemory(folded: Int) throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    for id in 1...10 { try store.append(try Samples.story(UInt32(id % 3), id: UInt64(id))) }
    if folded > 0 { _ = try store.fold(limit: folded) }
    let copy = try folder.snapshot()
    let derived = try copy.read("rollcall.db")
    for isGone in [false, true] {
      if isGone { for name in ["rollcall.db", "rollcall.db-wal"] { copy.remove(name) } }
      let reader = try SQLiteStore(reading: copy.path("rollcall.db"))
      #expect(try reader.leases() == Array(store.recover().leases))
      #expect(try reader.sessions(SessionFilter()).count == 10)
      #expect(try reader.history(of: Samples.address(2)).count == 9)
      #expect(try reader.cursor().rawValue == 70)
      try reader.close()
      #expect(copy.names.contains("rollcall.lock") == false)
      if isGone { #expect(!copy.names.contains("rollcall.db")) }
      if !isGone { #expect(try copy.read("rollcall.db") == derived) }
    }
    try store.close()
  }

  /// A large one is not copied: reports tell what is folded, and how much they lack; leases are right.
  @Test func aLargeStoreIsReadAsItIs() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    for id in 1...10 { try store.append(try Samples.story(UInt32(id % 3), id: UInt64(id))) }
    #expect(try store.fold(limit: 30) == 35)
    let copy = try folder.snapshot()
    let derived = try copy.read("rollcall.db")
    let reader = try SQLiteStore(reading: copy.path("rollcall.db"), copyMax: 0)
    #expect(try reader.waiting() == 35 && reader.cursor().rawValue == 35 && reader.position().rawValue == 70)
    #expect(try reader.sessions(SessionFilter()).count == 5)
    #expect(try reader.leases() == Array(store.recover().leases) && reader.auditLedger().isEmpty)
    #expect(try reader.lease(of: Samples.address(1)) == store.lease(of: Samples.address(1)))
    try reader.close()
    #expect(try copy.read("rollcall.db") == derived)
    let whole = try SQLiteStore(reading: copy.path("rollcall.db"))
    #expect(try whole.waiting() == 0 && whole.sessions(SessionFilter()).count == 10)
    try whole.close()
    try store.close()
  }

  @Test func itReadsBesideAServer() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    let store = try SQLiteStore(path: path)
    try store.append(try Samples.story(1, id: 1))
    let reader = try SQLiteStore(reading: path)
    try store.append(try Samples.story(2, id: 2))
    #expect(try reader.position().rawValue == 14)
    #expect(try reader.leases().map(\.address).first == Samples.address(1))
    #expect(try reader.auditLedger().isEmpty)
    try reader.close()
    try store.close()
  }
}
