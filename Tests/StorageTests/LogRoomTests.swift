import Foundation
import Storage
import StorageSQLite
import Testing

/// The journal's log has room before it needs it, and SQLite reads nothing of it.
struct LogRoomTests {
  @Test func roomIsMadeOnceAndIsNotRead() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("rollcall.db")
    let store = try SQLiteStore(path: path)
    try store.append(try Samples.story(1, id: 1))
    #expect(try store.makeRoomInLog() > 0)
    #expect(try store.makeRoomInLog() == 0)
    let size = try FileManager.default.attributesOfItem(atPath: folder.path("rollcall.journal-wal"))[.size] as? Int
    #expect(try #require(size) > 16 << 20)
    try store.append(try Samples.story(2, id: 2))
    // As a crash leaves them: the log with its room, not closed.
    let copy = try TemporaryFolder()
    for name in ["rollcall.db", "rollcall.journal", "rollcall.journal-wal"] {
      try FileManager.default.copyItem(atPath: folder.path(name), toPath: copy.path(name))
    }
    let recovered = try SQLiteStore(path: copy.path("rollcall.db"))
    #expect(try recovered.position() == store.position())
    #expect(try recovered.recover().leases.count == 2)
    try recovered.append(try Samples.story(3, id: 3))
    #expect(try recovered.auditLedger().isEmpty)
    try recovered.close()
    try store.close()
  }
}
