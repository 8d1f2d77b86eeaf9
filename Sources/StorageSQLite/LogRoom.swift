import Glibc

/// Room in the journal's write-ahead log before there is need of it.
///
/// A log that is empty grows with every commit, and the sync of a file that grows waits for the file system's own journal
/// too, which takes half as long again as the sync of octets that were there before. SQLite reuses a log from its beginning
/// once it is copied, so this matters for the first thousands of commits after each start. What comes after the last
/// valid frame is not read by SQLite: a frame of zeros has no page and no salt of the log's.
enum LogRoom {
  /// Octets: what lonely commits of one page leave before the fold copies the log.
  static let size = (SQLiteStore.checkpointEntries + 512) * 4_120
  /// The log of a disk that has less than so many times the room is left to grow.
  static let spare = 16

  /// Fills the log of the database at `path` up to ``size`` with zeros, and syncs it. Only while nothing is being
  /// written, and for a file that is in WAL mode. A log that cannot have the room grows as it is used, as ever.
  /// - Returns: octets that were added.
  @discardableResult
  static func fill(_ path: String) -> Int {
    let log = open(path + "-wal", O_WRONLY | O_CLOEXEC)
    guard log >= 0 else { return 0 }
    defer { close(log) }
    var disk = statvfs()
    guard fstatvfs(log, &disk) == 0, Int(disk.f_bavail) * Int(disk.f_frsize) / spare > size else { return 0 }
    let before = Int(lseek(log, 0, SEEK_END))
    guard before >= 0, before < size else { return 0 }
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    var end = before
    while end < size {
      let written = pwrite(log, zeros, min(zeros.count, size - end), off_t(end))
      guard written > 0 else {
        // The disk ran full after all: what was taken is given back.
        ftruncate(log, off_t(before))
        return 0
      }
      end += written
    }
    fsync(log)
    return end - before
  }
}
