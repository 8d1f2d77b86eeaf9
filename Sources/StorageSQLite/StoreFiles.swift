import Glibc
import Storage

/// The files of an SQLite store. `var/rollcall.db` stands for all of them in the configuration: it holds the derived
/// tables, which people open and query. Its journal is `var/rollcall.journal`, whose newest commits are in
/// `var/rollcall.commits`; its lock is `var/rollcall.lock`.
package struct StoreFiles: Equatable, Sendable {
  package let derived: String
  package let journal: String
  package let commits: String
  package let lock: String

  package init(path: String) {
    derived = path
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    // A name that begins with a dot and has no other has no extension.
    let stem =
      name.dropFirst().lastIndex(of: ".").map { String(path[..<$0]) } ?? path
    journal = "\(stem).journal" == path ? "\(path).journal" : "\(stem).journal"
    commits = "\(stem).commits" == path ? "\(path).commits" : "\(stem).commits"
    lock = "\(stem).lock" == path ? "\(path).lock" : "\(stem).lock"
  }

  /// Makes an empty file that nobody else may read, where there is none: SQLite gives its own files the same mode.
  static func create(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StoreError(opening: path, error: errno) }
    Glibc.close(descriptor)
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}

extension StoreError {
  /// What `open` said of a file of the store.
  init(opening path: String, error: Int32) {
    let reason = String(cString: strerror(error))
    switch error {
    case ENOENT, ENOTDIR:
      self.init(.missing, "\(path) cannot be opened: its folder does not exist; make the folder, or correct the path")
    case EACCES, EPERM, EROFS:
      self.init(.permission, "\(path) cannot be opened (\(reason)); give the server's user the right to write there")
    case ENOSPC, EDQUOT:
      self.init(.full, "\(path) cannot be made (\(reason)); make room on its disk")
    default:
      self.init(.inputOutput, "\(path) cannot be opened (\(reason))")
    }
  }
}
