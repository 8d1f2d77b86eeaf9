#if canImport(Glibc)
  import Glibc
#endif

/// Where an export goes: a file that was not there before, or standard output.
final class ExportFile {
  private static let bufferLength = 1 << 16
  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []

  /// - Parameter path: nil for standard output.
  init(_ path: String?) throws(CommandFailure) {
    name = path ?? "standard output"
    guard let path else {
      descriptor = STDOUT_FILENO
      return
    }
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .usage("\(path) cannot be made: \(String(cString: strerror(errno))); name a new file")
    }
  }

  func write(_ text: String) throws(CommandFailure) {
    buffer += text.utf8
    if buffer.count >= ExportFile.bufferLength { try flush() }
  }

  /// Everything is written, and on disk where it is a file.
  func finish() throws(CommandFailure) {
    try flush()
    guard descriptor != STDOUT_FILENO else { return }
    guard fsync(descriptor) == 0, close(descriptor) == 0 else { throw failure() }
  }

  private func flush() throws(CommandFailure) {
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        throw failure()
      }
      rest = rest.dropFirst(count)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func failure() -> CommandFailure {
    .wrong("\(name) cannot be written: \(String(cString: strerror(errno)))")
  }
}
