package import Foundation
import Glibc

/// A process that a test has started, by `posix_spawn`. Foundation's own reads now and then beyond the end of what
/// `readdir` returned, and thousands of commands are run here.
///
/// `condition` guards `status`.
package final class ChildProcess: @unchecked Sendable {
  package let identifier: pid_t
  private let condition = NSCondition()
  private var status: Int32?

  /// Starts `executable`. Of the open files it gets the three that are named, and no others.
  package init(
    _ executable: URL, _ arguments: [String], environment: [String: String], directory: URL, input: FileHandle,
    output: FileHandle, error: FileHandle
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, handle) in [input, output, error].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, handle.fileDescriptor, Int32(number))
    }
    try Self.closeFrom(3, &actions)
    // What this process's threads block or ignore is no matter of the child's.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    // `env` goes to the folder, and gives its place to the executable.
    let program = "/usr/bin/env"
    var words = ([program, "-C", directory.path, executable.path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, program, &actions, &attributes, &words, &variables)
    guard failure == 0 else {
      throw HarnessError("cannot start \(executable.path): \(String(cString: strerror(failure)))")
    }
    identifier = process
    let thread = Thread { [self] in awaitExit() }
    thread.start()
  }

  /// `posix_spawn_file_actions_addclosefrom_np`, which glibc has since 2.34 and Swift's module map leaves out.
  private static func closeFrom(_ first: Int32, _ actions: inout posix_spawn_file_actions_t) throws {
    typealias Function = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
    guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else {
      throw HarnessError("this C library cannot close files when it starts a process")
    }
    let status = unsafeBitCast(symbol, to: Function.self)(&actions, first)
    guard status == 0 else { throw HarnessError("cannot close files: \(String(cString: strerror(status)))") }
  }

  private func awaitExit() {
    var word: Int32 = 0
    while waitpid(identifier, &word, 0) < 0, errno == EINTR {}
    let signal = word & 0x7f
    condition.withLock {
      status = signal == 0 ? (word >> 8) & 0xff : -signal
      condition.broadcast()
    }
  }

  /// The exit status; negative: the number of the signal that ended it; nil: it still runs.
  package var exitStatus: Int32? { condition.withLock { status } }

  /// Waits for the end; nil: it does not come within `seconds`.
  package func wait(seconds: Double) -> Int32? {
    let deadline = Date(timeIntervalSinceNow: seconds)
    return condition.withLock {
      while status == nil, condition.wait(until: deadline) {}
      return status
    }
  }

  /// Sends a signal, unless the process has ended.
  package func send(_ signal: Int32) {
    condition.withLock { if status == nil { kill(identifier, signal) } }
  }
}
