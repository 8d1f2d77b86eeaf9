import Glibc
import Storage

/// Why a log could not be written. Nothing is lost: the journal has it, and it is written once that is mended.
package struct LogFailure: Error, Equatable, Sendable, CustomStringConvertible {
  /// A sentence: what is wrong, and what to do about it.
  package var message: String

  package init(_ message: String) { self.message = message }

  package var description: String { message }

  init(_ error: StoreError) { self.init(error.message) }

  /// What the system said of a file.
  init(_ path: String, cannot what: String, error: Int32) {
    let reason = String(cString: strerror(error))
    let remedy =
      switch error {
      case EACCES, EPERM, EROFS: "let the server's user write there, or change the log's `path`"
      case ENOSPC, EDQUOT: "make room on its disk"
      case ENOTDIR: "a part of the path is a file; change the log's `path`"
      default: "check its disk"
      }
    self.init("\(path) cannot be \(what) (\(reason)); \(remedy)")
  }
}
