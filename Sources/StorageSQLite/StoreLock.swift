import Glibc
import Storage

/// Holds the store for one server. The kernel lets go of it when the process ends, however it ends.
final class StoreLock: Sendable {
  private let descriptor: Int32

  /// - Throws: ``StoreError/Kind/locked``, naming the process that holds it.
  init(_ files: StoreFiles) throws(StoreError) {
    let path = files.lock
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StoreError(opening: path, error: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let error = errno
      let holder = StoreLock.processID(in: descriptor)
      Glibc.close(descriptor)
      guard error == EWOULDBLOCK else { throw StoreError(opening: path, error: error) }
      throw StoreError(
        .locked,
        "\(files.derived) is in use by another server, process \(holder) (\(path)); "
          + "stop that one first, or give this one a storage of its own")
    }
    let text = "\(getpid())\n"
    // The number is for people: the lock holds without it, even when the disk is full.
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.utf8.count, 0)
  }

  private static func processID(in descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let digits = bytes.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
    return digits.isEmpty ? "unknown" : String(decoding: digits, as: UTF8.self)
  }

  deinit { Glibc.close(descriptor) }
}
