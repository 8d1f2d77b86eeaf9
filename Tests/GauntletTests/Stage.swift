import Foundation
import ProcessHarness
import Testing

/// One case's server, and what its operator sees through the command line.
final class Stage {
  let folder: ServerFolder
  private(set) var server: RollcallProcess
  private var settings: ServerSettings
  private let environment: [String: String]
  private var nasCount: UInt64 = 0

  /// How long a state may take to come when nothing else bounds it, in seconds.
  static let patience = 20.0

  /// A server with three addresses and the users alice, bob, carol and dave, as `configure` changes it.
  init(environment: [String: String] = [:], _ configure: (inout ServerSettings) -> Void = { _ in }) throws {
    settings = ServerSettings()
    settings.clientAddress = "127.0.0.0/8"
    settings.ranges = "10.99.0.1-10.99.0.3"
    settings.users = Stage.users(["alice", "bob", "carol", "dave"])
    configure(&settings)
    self.environment = environment
    folder = try ServerFolder(settings)
    server = try RollcallProcess(folder, environment: environment)
  }

  /// Entries of the users file whose password is the name and `pw`.
  static func users(_ names: [String]) -> String {
    names.map { "\($0) Cleartext-Password := \"\($0)pw\"" }.joined(separator: "\n")
  }

  /// A NAS at a source address of the loopback.
  func nas(_ address: String = "127.0.0.1") throws -> CallingNAS {
    nasCount += 1
    return try CallingNAS(folder, address: address, seed: nasCount)
  }

  // MARK: - Faults

  /// Ends the server at once, wherever it is (`kill -9`).
  func kill() { server.killAtOnce() }

  /// Starts the server again after ``kill()``.
  func start() throws { server = try RollcallProcess(folder, environment: environment) }

  /// Ends the server in good order, and starts it again.
  func restart() throws {
    #expect(server.terminate() == 0, "\(server.log.text.suffix(2_000))")
    try start()
  }

  /// Changes the configuration, and has the running server read it.
  func reload(_ configure: (inout ServerSettings) -> Void) throws {
    try rewrite(configure)
    let reload = try folder.rollcall("reload")
    #expect(reload.status == 0, "\(reload.error)")
  }

  /// Changes the configuration, for the next start.
  func rewrite(_ configure: (inout ServerSettings) -> Void) throws {
    configure(&settings)
    try folder.write(settings)
  }

  // MARK: - What the operator sees

  func pool() throws -> PoolReport {
    let pools = try folder.rollcall("pool", "list", "--format", "json").decode([PoolReport].self)
    guard let pool = pools.first, pools.count == 1 else { throw HarnessError("not one pool: \(pools)") }
    return pool
  }

  func explain(_ address: String) throws -> ExplainReport {
    try folder.rollcall("pool", "explain", address, "--format", "json").decode(ExplainReport.self)
  }

  func sessions(_ arguments: String...) throws -> [SessionReport] {
    try FinishedCommand.run(
      Project.binary,
      ["sessions"] + arguments + ["--format", "json", "--config", folder.configuration.path]
    ).decode([SessionReport].self)
  }

  func status() throws -> StatusReport { try server.status() }

  /// The audit, which must be clean.
  @discardableResult
  func audit(seconds: Double = 60, location: SourceLocation = #_sourceLocation) throws -> AuditReport {
    let result = try folder.rollcall("pool", "audit", "--format", "json", seconds: seconds)
    #expect(result.status == 0, "\(result.output)\(result.error)", sourceLocation: location)
    guard let data = result.output.data(using: .utf8) else { throw HarnessError("the audit is no text") }
    return try JSONDecoder().decode(AuditReport.self, from: data)
  }

  /// Checks the pool's counts, all of them, and the audit with them.
  func expect(
    offered: Int = 0, active: Int = 0, suspect: Int = 0, quarantined: Int = 0, reserved: Int = 0,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let pool = try pool()
    let expected = PoolReport(
      pool: "main", size: pool.size, free: pool.size - offered - active - suspect - quarantined - reserved,
      offered: offered, active: active, suspect: suspect, quarantined: quarantined, reserved: reserved)
    #expect(pool == expected, sourceLocation: location)
    #expect(try audit(location: location).pools == [expected], sourceLocation: location)
  }

  /// Checks who has an address.
  func expect(
    _ address: String, _ state: String, by call: Call? = nil, location: SourceLocation = #_sourceLocation
  ) throws {
    let story = try explain(address)
    #expect(story.state == state, sourceLocation: location)
    if let call {
      #expect(story.user == call.user, sourceLocation: location)
      if state != "offered" { #expect(story.session == call.session, sourceLocation: location) }
    }
  }

  /// Waits for an address to come into a state, and returns its story.
  @discardableResult
  func wait(for address: String, _ state: String, seconds: Double = Stage.patience) throws -> ExplainReport {
    var story = try explain(address)
    try wait("\(address) to be \(state)", seconds: seconds) {
      story = try explain(address)
      return story.state == state
    }
    return story
  }

  /// Waits until all addresses are free.
  func waitUntilAllAreFree(seconds: Double = Stage.patience) throws {
    try wait("all addresses to be free", seconds: seconds) {
      let pool = try pool()
      return pool.free == pool.size
    }
    try audit()
  }

  /// Looks again and again until `isSo`, for so long at most.
  func wait(_ what: String, seconds: Double = Stage.patience, until isSo: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try !isSo() {
      guard ContinuousClock.now < deadline else {
        throw HarnessError("waited \(seconds) s for \(what): \(try pool())")
      }
      Background<Never>.pause(milliseconds: 10)
    }
  }
}
