package import Foundation

/// A server process that a test has started. It is killed when the last reference to it goes.
package final class RollcallProcess: Sendable {
  package let folder: ServerFolder
  package let log = OutputLog()
  private let process: ChildProcess

  /// How long a server may take to say that it is ready, or to end.
  package static let patience = 20.0

  /// Starts `rollcall serve` and waits until it listens.
  package convenience init(_ folder: ServerFolder, arguments: [String] = [], environment: [String: String] = [:]) throws
  {
    try self.init(starting: folder, arguments: arguments, environment: environment)
    guard log.wait(for: "server.ready", seconds: Self.patience) != nil else {
      throw HarnessError("the server does not get ready:\n\(log.text)")
    }
  }

  /// Starts `rollcall serve` and does not wait.
  package init(starting folder: ServerFolder, arguments: [String] = [], environment: [String: String] = [:]) throws {
    self.folder = folder
    let pipe = Pipe()
    process = try ChildProcess(
      Project.binary, ["serve", "--config", folder.configuration.path] + arguments,
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }, directory: folder.url,
      input: FileHandle(forReadingFrom: URL(filePath: "/dev/null")), output: pipe.fileHandleForWriting,
      error: pipe.fileHandleForWriting)
    try pipe.fileHandleForWriting.close()
    log.follow(pipe.fileHandleForReading)
  }

  deinit { process.send(SIGKILL) }

  package var identifier: pid_t { process.identifier }

  package func send(_ signal: Int32) { process.send(signal) }

  /// Waits for the end; nil when it does not come. A negative status is the number of the signal that ended it.
  @discardableResult
  package func waitForExit(seconds: Double = RollcallProcess.patience) -> Int32? {
    guard let status = process.wait(seconds: seconds) else { return nil }
    log.waitForEnd(seconds: 5)
    return status
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
