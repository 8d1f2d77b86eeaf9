import Glibc
import Storage
import StorageSQLite
import Testing

struct FullDiskTests {
  @Test func theReferenceFailsWhenItIsTold() throws {
    let store = MemoryStore()
    store.failNextAppends(2)
    for _ in 0..<2 {
      let error = #expect(throws: StoreError.self) { try store.append(try Samples.story(1, id: 1)) }
      #expect(error?.kind == .full)
    }
    #expect(try store.position().rawValue == 0)
    try store.append(try Samples.story(1, id: 1))
    #expect(try store.position().rawValue == 7)
  }

  /// On a file system of 1 MiB: appends fail in a sentence, what had returned stays, and the same store goes on when there
  /// is room again.
  @Test(.enabled(if: SmallDisk.isAvailable, "mounting a file system of its own needs root"))
  func aFullDiskLosesNothing() throws {
    let disk = try SmallDisk(octets: 1 << 20)
    let store = try SQLiteStore(path: disk.folder.path("rollcall.db"))
    try store.append(try Samples.story(1, id: 1))
    try disk.fill(leaving: 120_000)
    var id: UInt64 = 1
    var failures = 0
    while failures < 3 {
      do {
        try store.append(try Samples.story(UInt32(id + 1), id: id + 1))
        id += 1
        try #require(id < 10_000)
      } catch let error as StoreError {
        #expect(error.kind == .full && error.message.contains("make room"))
        failures += 1
      }
    }
    #expect(id > 1)
    #expect(try store.position().rawValue == id * 7)
    #expect(try store.recover().leases.count == Int(id))
    disk.empty()
    try store.append(try Samples.story(UInt32(id + 1), id: id + 1))
    #expect(try store.position().rawValue == (id + 1) * 7)
    #expect(try store.sessions(SessionFilter()).count == Int(id) + 1)
    #expect(try store.auditLedger().isEmpty)
    try store.close()
    let again = try SQLiteStore(path: disk.folder.path("rollcall.db"))
    #expect(try again.recover().leases.count == Int(id) + 1)
    try again.close()
  }
}

/// A file system in memory, of a few octets, that goes with the object.
private final class SmallDisk {
  static let isAvailable: Bool = {
    guard getuid() == 0, let disk = try? SmallDisk(octets: 1 << 16) else { return false }
    return !disk.folder.path.isEmpty
  }()

  let folder: TemporaryFolder

  init(octets: Int) throws {
    folder = try TemporaryFolder()
    try #require(mount("tmpfs", folder.path, "tmpfs", 0, "size=\(octets)") == 0)
  }

  /// Takes all room but about `rest` octets.
  func fill(leaving rest: Int) throws {
    var status = statvfs()
    try #require(statvfs(folder.path, &status) == 0)
    let free = Int(status.f_bavail) * Int(status.f_frsize)
    try folder.write([UInt8](repeating: 0, count: max(0, free - rest)), to: "ballast")
  }

  func empty() { folder.remove("ballast") }

  deinit {
    for name in folder.names { folder.remove(name) }
    umount2(folder.path, Int32(MNT_DETACH))
  }
}
