import Foundation
import ProcessHarness

/// A wall clock of a process that a test sets, by libfaketime: it reads its offset from a file whenever it is asked.
final class SteppedClock {
  private let file: URL

  private static let library = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
  ].first { FileManager.default.fileExists(atPath: $0) }

  static var isPossible: Bool { library != nil }

  init() throws {
    file = FileManager.default.temporaryDirectory.appending(path: "rollcall-clock-\(UUID().uuidString.prefix(8))")
    try step(seconds: 0)
  }

  deinit { try? FileManager.default.removeItem(at: file) }

  /// What the process has to be started with. libfaketime adds to the environment of the first program that it meets,
  /// which would keep a Swift program from finding its arguments: ``ChildProcess`` has `env` meet it first.
  var environment: [String: String] {
    [
      "LD_PRELOAD": Self.library ?? "", "FAKETIME_TIMESTAMP_FILE": file.path, "FAKETIME_NO_CACHE": "1",
      "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1",
    ]
  }

  /// Removes what libfaketime shares between a process and its children, which a killed process leaves behind.
  func forget(process: pid_t) {
    for name in ["faketime_shm_\(process)", "sem.faketime_sem_\(process)"] { unlink("/dev/shm/" + name) }
  }

  /// Sets the clock to the true time and so many seconds.
  func step(seconds: Int) throws {
    try "\(seconds < 0 ? "-" : "+")\(abs(seconds))\n".write(to: file, atomically: true, encoding: .utf8)
  }
}
