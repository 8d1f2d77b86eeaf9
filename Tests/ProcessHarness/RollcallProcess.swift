package import Foundation

/// What starts a server: a program that puts the server in its own place, and what both find in their environment.
package struct Launcher: Sendable {
  package var executable: URL?
  package var environment: [String: String]

  package init(executable: URL? = nil, environment: [String: String] = [:]) {
    self.executable = executable
    self.environment = environment
  }
}

/// A server process that a test has started. It is killed when the last reference to it goes.
package final class RollcallProcess: Sendable {
  package let folder: ServerFolder
  package let log = OutputLog()
  package let identifier: pid_t
  private let exited = DispatchSemaphore(value: 0)
  private let exit = ExitStatus()

  /// How long a server may take to say that it is ready, or to end.
  package static let patience = 20.0

  /// Starts `rollcall serve` and waits until it listens.
  package convenience init(_ folder: ServerFolder, arguments: [String] = [], launcher: Launcher = Launcher()) throws {
    try self.init(starting: folder, arguments: arguments, launcher: launcher)
    guard log.wait(for: "server.ready", seconds: Self.patience) != nil else {
      throw HarnessError("the server does not get ready:\n\(log.text)")
    }
  }

  /// Starts `rollcall serve` and does not wait.
  package init(starting folder: ServerFolder, arguments: [String] = [], launcher: Launcher = Launcher()) throws {
    self.folder = folder
    let process = Process()
    process.executableURL = launcher.executable ?? Project.binary
    process.arguments =
      (launcher.executable == nil ? [] : [Project.binary.path])
      + ["serve", "--config", folder.configuration.path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(launcher.environment) { $1 }
    process.currentDirectoryURL = folder.url
    let pipe = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    process.terminationHandler = { [exit, exited] process in
      exit.set(process.terminationStatus, bySignal: process.terminationReason == .uncaughtSignal)
      exited.signal()
    }
    try process.run()
    identifier = process.processIdentifier
    log.follow(pipe.fileHandleForReading)
  }

  deinit {
    if exit.status == nil { kill(identifier, SIGKILL) }
  }

  package func send(_ signal: Int32) { kill(identifier, signal) }

  /// Waits for the end; nil when it does not come. A negative status is the number of the signal that ended it.
  @discardableResult
  package func waitForExit(seconds: Double = RollcallProcess.patience) -> Int32? {
    if exit.status == nil, exited.wait(timeout: .now() + seconds) == .timedOut { return nil }
    log.waitForEnd(seconds: 5)
    return exit.status
  }

  /// SIGTERM, and the exit status.
  package func terminate() -> Int32? {
    send(SIGTERM)
    return waitForExit()
  }

  /// SIGKILL: the process ends wherever it is.
  package func killAtOnce() {
    send(SIGKILL)
    waitForExit()
  }

  /// Resident memory in kibibytes, from `/proc/PID/status`.
  package func residentKibibytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
      let number = line.split(separator: " ").compactMap({ Int($0) }).first
    else { throw HarnessError("no VmRSS in /proc/\(identifier)/status") }
    return number
  }

  package func status() throws -> StatusReport {
    // Exit status 1 tells that the server is not well.
    try folder.rollcall("status", "--format", "json").decode(StatusReport.self, orStatus: 1)
  }

  /// Waits until nothing is in flight any more, and returns the statistics of that moment.
  package func settledStatus(seconds: Double = RollcallProcess.patience) throws -> StatusReport {
    let deadline = Date(timeIntervalSinceNow: seconds)
    var report = try status()
    while report.inFlight > 0, Date() < deadline { report = try status() }
    return report
  }
}

/// How a process ended. `lock` guards `value`.
private final class ExitStatus: @unchecked Sendable {
  private let lock = NSLock()
  private var value: Int32?

  var status: Int32? { lock.withLock { value } }

  func set(_ status: Int32, bySignal: Bool) { lock.withLock { value = bySignal ? -status : status } }
}
