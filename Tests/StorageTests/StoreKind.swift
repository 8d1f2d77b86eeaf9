import Glibc
import Storage
import StorageSQLite
import Testing

/// The stores that the conformance suite runs over.
enum StoreKind: CaseIterable, CustomTestStringConvertible {
  case memory
  case sqlite

  var testDescription: String {
    switch self {
    case .memory: "memory"
    case .sqlite: "SQLite"
    }
  }

  /// A new, empty store, and how to open it again after it was closed.
  func make() throws -> StoreFixture {
    switch self {
    case .memory:
      StoreFixture(store: MemoryStore(), folder: nil)
    case .sqlite:
      try StoreFixture.sqlite()
    }
  }
}

/// A store and the folder in which it lies, which goes with the fixture.
final class StoreFixture {
  private(set) var store: any Store
  let folder: TemporaryFolder?

  init(store: any Store, folder: TemporaryFolder?) {
    self.store = store
    self.folder = folder
  }

  static func sqlite() throws -> StoreFixture {
    let folder = try TemporaryFolder()
    return StoreFixture(store: try SQLiteStore(path: folder.path("rollcall.db")), folder: folder)
  }

  /// What a restart finds.
  func reopen() throws {
    if let memory = store as? MemoryStore {
      store = memory.reopened()
    } else {
      let folder = try #require(folder)
      try store.close()
      store = try SQLiteStore(path: folder.path("rollcall.db"))
    }
  }
}

/// A folder of a test's own.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/rollcall-store-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) }
    path = String(cString: try #require(made))
  }

  func path(_ name: String) -> String { "\(path)/\(name)" }

  var names: [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  func read(_ name: String) throws -> [UInt8] {
    let file = try #require(fopen(path(name), "rb"))
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let file = try #require(fopen(path(name), "wb"))
    defer { fclose(file) }
    try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
  }

  func remove(_ name: String) { unlink(path(name)) }

  /// Copies all files, as a power failure would leave them, into a folder of their own. Locks and shared memory stay.
  func snapshot() throws -> TemporaryFolder {
    let copy = try TemporaryFolder()
    for name in names where !name.hasSuffix("-shm") && !name.hasSuffix(".lock") {
      try copy.write(try read(name), to: name)
    }
    return copy
  }

  deinit {
    for name in names { unlink(path(name)) }
    rmdir(path)
  }
}
