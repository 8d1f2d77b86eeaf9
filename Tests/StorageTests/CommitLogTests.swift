import Foundation
import GRDB
import Storage
import StorageSQLite
import Testing

/// The log that commits are synced in: what it holds counts, whatever a crash left of it, and nothing else does.
struct CommitLogTests {
  private static let name = "rollcall.commits"
  private static let segments = [4096, 4096 + 32 << 20]

  /// What a power failure leaves of a write that was under way is not there; what had returned is.
  @Test func aTornLastWriteIsNoWrite() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try store.append(try Samples.story(1, id: 1))
    // The journal takes it, and the next one begins the other segment.
    _ = try store.fold(limit: 100)
    let state = try store.recover()
    try store.append(try Samples.story(2, id: 2))
    let whole = try folder.snapshot()
    let start = Self.segments[1]
    let length = try whole.length(of: Self.name) - start
    #expect(length == 4096)
    // Every octet that carries something: header, table, entries.
    let used = try #require(try whole.read(Self.name, from: start, count: length).lastIndex { $0 != 0 })
    for offset in [0, 8, 16, 24, 32, 36, 40, 44, 48, 52, 60, 500, used / 2, used - 1, used] {
      let copy = try whole.snapshot()
      try copy.damage(Self.name, at: start + offset)
      try expect(copy, state)
    }
    let copy = try whole.snapshot()
    try copy.cut(Self.name, to: start)
    try expect(copy, state)
    try store.close()
  }

  private func expect(_ copy: TemporaryFolder, _ state: RecoveredState) throws {
    let reader = try SQLiteStore(reading: copy.path("rollcall.db"))
    #expect(try reader.recover() == state)
    try reader.close()
    let survivor = try SQLiteStore(path: copy.path("rollcall.db"))
    #expect(try survivor.recover() == state)
    #expect(try survivor.position() == state.position)
    try survivor.append(try Samples.story(3, id: 3))
    #expect(try survivor.sessions(SessionFilter()).map(\.session) == ["s3", "s1"])
    #expect(try survivor.auditLedger().isEmpty)
    try survivor.close()
  }

  /// A commit of many rows is there as a whole or not at all.
  @Test func aLargeCommitIsNotTornInTwo() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try store.append([Samples.authentication("first", isAccept: true)])
    let before = try folder.snapshot().length(of: Self.name)
    try store.append((0..<2500).map { Samples.authentication("user\($0)", isAccept: true) })
    let copy = try folder.snapshot()
    let end = try copy.length(of: Self.name)
    #expect(end - before > 100_000)
    let used = try #require(try copy.read(Self.name, from: before, count: end - before).lastIndex { $0 != 0 })
    try copy.damage(Self.name, at: before + used)
    let survivor = try SQLiteStore(path: copy.path("rollcall.db"))
    #expect(try survivor.position().rawValue == 1)
    try survivor.close()
    #expect(try store.position().rawValue == 2501)
    try store.close()
  }

  /// A commit that is longer than the log goes past it, in order.
  @Test func aCommitMayBeLongerThanTheLog() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    var store = try SQLiteStore(path: path)
    let long = String(repeating: "x", count: 250)
    let huge = (0..<130_000).map { Samples.authentication("\($0)-\(long)", isAccept: true) }
    try store.append([Samples.authentication("first", isAccept: true)])
    try store.append(huge)
    try store.append([Samples.authentication("last", isAccept: true)])
    #expect(try store.position().rawValue == 130_002)
    let copy = try folder.snapshot()
    try store.close()
    for path in [path, copy.path("rollcall.db")] {
      store = try SQLiteStore(path: path)
      #expect(try store.position().rawValue == 130_002)
      let items = try store.journal(after: JournalPosition(rawValue: 130_000), limit: 10)
      #expect(items.map(\.position.rawValue) == [130_001, 130_002])
      #expect(items.last?.entry == Samples.authentication("last", isAccept: true))
      try store.close()
    }
  }

  /// Laps follow each other in both segments; what they left is not read again.
  @Test func earlierLapsAreNotRead() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    var id: UInt64 = 0
    for lap in 1...9 {
      // Fewer in each lap, so that older ones stand behind them.
      for _ in lap...9 {
        id += 1
        try store.append(try Samples.story(UInt32(id % 3), id: id))
      }
      try store.settle()
      if lap.isMultiple(of: 2) { try store.append([Samples.authentication("lap \(lap)", isAccept: true)]) }
      let copy = try folder.snapshot()
      let survivor = try SQLiteStore(path: copy.path("rollcall.db"))
      #expect(try survivor.position() == store.position())
      #expect(try survivor.recover() == store.recover())
      try survivor.close()
    }
    try store.close()
  }

  /// Readers see what the journal has not taken yet, each entry once.
  @Test func readersSeeWhatIsNotMovedYet() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try store.append(try Samples.story(1, id: 1))
    try store.settle()
    try store.append(try Samples.story(2, id: 2))
    try store.append(try Samples.story(3, id: 3))
    let rows = try DatabaseQueue(path: folder.path("rollcall.journal")).read {
      try Int.fetchOne($0, sql: "SELECT count(*) FROM batch")
    }
    #expect(rows == 1)
    let all = try store.journal(after: JournalPosition(rawValue: 0), limit: 100)
    #expect(all.map(\.position.rawValue) == Array(1...21))
    #expect(try store.journal(after: JournalPosition(rawValue: 10), limit: 100) == Array(all[10...]))
    let copy = try folder.snapshot()
    let reader = try SQLiteStore(reading: copy.path("rollcall.db"))
    #expect(try reader.position().rawValue == 21)
    #expect(try reader.journal(after: JournalPosition(rawValue: 0), limit: 100) == all)
    #expect(try reader.recover() == store.recover())
    #expect(try reader.history(of: Samples.address(3)) == store.history(of: Samples.address(3)))
    #expect(try reader.sessions(SessionFilter()).count == 3)
    try reader.close()
    try store.close()
  }

  /// A journal that is an older copy than its log, and a log of another journal, are noticed while they hold something.
  @Test func filesThatDoNotBelongTogetherAreNoticed() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try store.append(try Samples.story(1, id: 1))
    try store.settle()
    let old = try folder.snapshot()
    try store.append(try Samples.story(2, id: 2))
    try store.settle()
    try store.append(try Samples.story(3, id: 3))
    try store.settle()
    try store.append(try Samples.story(4, id: 4))
    let new = try folder.snapshot()
    try store.close()

    let mixed = try old.snapshot()
    try mixed.write(try new.read(Self.name), to: Self.name)
    let gap = #expect(throws: StoreError.self) { try SQLiteStore(path: mixed.path("rollcall.db")) }
    #expect(gap?.kind == .incompatible && gap?.message.contains("older copy") == true)

    let other = try TemporaryFolder()
    try SQLiteStore(path: other.path("rollcall.db")).close()
    try other.write(try new.read(Self.name), to: Self.name)
    let error = #expect(throws: StoreError.self) { try SQLiteStore(path: other.path("rollcall.db")) }
    #expect(error?.kind == .incompatible && error?.message.contains("another journal") == true)
    // A store that was closed leaves nothing in its log, which may then stand beside any journal.
    try other.write(try folder.read(Self.name), to: Self.name)
    let again = try SQLiteStore(path: other.path("rollcall.db"))
    try again.append(try Samples.story(1, id: 1))
    #expect(try again.position().rawValue == 7)
    try again.close()
  }

  @Test func roomIsMadeOnceAndIsNotRead() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try store.append(try Samples.story(1, id: 1))
    // Never over what it holds.
    #expect(try store.makeRoomInLog() == 0)
    try store.settle()
    #expect(try store.makeRoomInLog() > 64 << 20)
    #expect(try store.makeRoomInLog() == 0)
    try store.append(try Samples.story(2, id: 2))
    let copy = try folder.snapshot()
    let recovered = try SQLiteStore(path: copy.path("rollcall.db"))
    #expect(try recovered.position() == store.position())
    #expect(try recovered.recover().leases.count == 2)
    try recovered.close()
    try store.close()
  }
}

extension TemporaryFolder {
  fileprivate func length(of name: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path(name))[.size] as? Int)
  }

  fileprivate func read(_ name: String, from offset: Int, count: Int) throws -> [UInt8] {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path(name)))
    try file.seek(toOffset: UInt64(offset))
    return [UInt8](try #require(try file.read(upToCount: count)))
  }

  fileprivate func damage(_ name: String, at offset: Int) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path(name)))
    try file.seek(toOffset: UInt64(offset))
    let octet = try #require(try file.read(upToCount: 1)?.first)
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: [octet ^ 0x5a])
    try file.close()
  }

  fileprivate func cut(_ name: String, to length: Int) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path(name)))
    try file.truncate(atOffset: UInt64(length))
    try file.close()
  }
}
