import ArgumentParser
import Configuration
import Console
import LoadGenerator
import NetworkAddress
import RADIUSCrypto

extension LoadMode: ExpressibleByArgument {}
extension LoadPasswordProtocol: ExpressibleByArgument {}

/// A span on the command line, as in the configuration: `500ms`, `10s`, `5m`.
struct SpanArgument: ExpressibleByArgument {
  var milliseconds: Int64

  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  init?(argument: String) {
    guard let span = DurationText.parse(argument) else { return nil }
    milliseconds = span
  }

  var defaultValueDescription: String { DurationText.format(milliseconds) }
}

struct LoadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load",
    abstract: "Load a RADIUS server, and measure how fast and how truly it answers.",
    discussion: """
      A closed loop (--window) keeps so many requests under way; an open one (--rate) sends so many a second whether or \
      not they are answered, and counts each answer's time from when its request was due. Every answer is proven with \
      the secret. A request without an answer is sent again with the same octets.

      Exit status 0; 1 when no answer came, one was false, or two sessions held an address at once; 2 for a wrong use.

      EXAMPLES
        rollcall load 127.0.0.1 auth testing123 --users conf/users --window 64 --duration 10s
        rollcall load 127.0.0.1 cycle testing123 --users conf/users --rate 2000 --chart load.svg
        rollcall load '[::1]' mixed testing123 --users names.txt --sessions 10000 --interims 3
      """)

  @Argument(help: "The server: HOST, HOST:PORT or [V6]:PORT; the port is that for authentication, 1812 without one.")
  var server: ServerName

  @Argument(help: "What to send: auth, accounting, cycle (Access-Request, Start, Interim-Update, Stop) or mixed.")
  var mode: LoadMode

  @Argument(help: "The shared secret.")
  var secret: String

  @Option(
    help: ArgumentHelp(
      "Who logs in: a name and a password a line, or the server's own users file.", valueName: "file"),
    completion: .file())
  var users: String?

  @Option(help: "The one who logs in where there is no file.")
  var user = "demo"

  @Option(help: "The password of --user.")
  var password = "demo"

  @Option(name: .customLong("protocol"), help: "How passwords travel: pap, chap or mschap2.")
  var passwordProtocol = LoadPasswordProtocol.pap

  @Option(help: ArgumentHelp("Requests under way at any time.", valueName: "count"))
  var window: Int?

  @Option(help: ArgumentHelp("Requests a second, instead of --window.", valueName: "count"))
  var rate: Double?

  @Option(help: ArgumentHelp("How long requests are begun and measured.", valueName: "span"))
  var duration = SpanArgument(milliseconds: 10_000)

  @Option(help: ArgumentHelp("How long to load before measuring.", valueName: "span"))
  var warmUp = SpanArgument(milliseconds: 0)

  @Option(help: ArgumentHelp("End after so many requests.", valueName: "count"))
  var count: Int?

  @Option(help: ArgumentHelp("Interim-Updates in a session.", valueName: "count"))
  var interims = 1

  @Option(help: ArgumentHelp("Sessions kept open; beyond, the oldest is ended.", valueName: "count"))
  var sessions = 0

  @Flag(help: "Leave the sessions open that are so at the end.")
  var leaveOpen = false

  @Option(help: ArgumentHelp("NASes that the sessions are spread over.", valueName: "count"))
  var nases = 1

  @Option(help: ArgumentHelp("The port for accounting. Default: the one after that for authentication."))
  var accountingPort: UInt16?

  @Option(help: ArgumentHelp("Sockets to each port, with 256 Identifiers each.", valueName: "count"))
  var sockets: Int?

  @Option(help: ArgumentHelp("How long to wait before sending again.", valueName: "span"))
  var timeout = SpanArgument(milliseconds: 2000)

  @Option(help: ArgumentHelp("How often to send a request that is not answered.", valueName: "count"))
  var tries = 3

  @Option(help: "Fixes what is drawn at random.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Draw the latencies into a file (SVG).", valueName: "file"), completion: .file())
  var chart: String?

  @Flag(help: "Load a server that is not on this machine. Ask whom it belongs to first.")
  var allowRemote = false

  @OptionGroup var output: FormatOptions

  func validate() throws {
    guard window == nil || rate == nil else { throw ValidationError("Give --window or --rate, not both.") }
    guard (1...16_384).contains(window ?? 1) else { throw ValidationError("--window is 1 to 16384.") }
    guard rate.map({ $0 > 0 && $0 <= 1_000_000 }) ?? true else {
      throw ValidationError("--rate is above 0, and 1000000 at most.")
    }
    guard (1...86_400_000).contains(duration.milliseconds), (0...3_600_000).contains(warmUp.milliseconds) else {
      throw ValidationError("--duration is 1ms to 1d, and --warm-up 1h at most.")
    }
    guard (1...600_000).contains(timeout.milliseconds), (1...100).contains(tries) else {
      throw ValidationError("--timeout is 1ms to 10m, and --tries 1 to 100.")
    }
    guard (0...1000).contains(interims), (0...2_000_000).contains(sessions), (1...65_536).contains(nases) else {
      throw ValidationError("--interims is 0 to 1000, --sessions 0 to 2000000, and --nases 1 to 65536.")
    }
    let needed = window.map { ($0 + 255) / 256 } ?? 1
    guard (needed...256).contains(sockets ?? needed) else {
      throw ValidationError("--sockets is \(needed) to 256: each request under way needs an Identifier of its own.")
    }
    guard count ?? 1 > 0 else { throw ValidationError("--count is at least 1.") }
  }

  func run() async throws {
    let plan = try plan()
    let report: LoadReport
    var line = LoadProgressLine()
    do throws(LoadError) {
      report = try LoadRun(plan).run { line.show($0) }
    } catch {
      line.clear()
      throw CommandFailure.wrong("\(error)")
    }
    line.clear()
    try show(report)
    if let chart { try write(LoadChart.svg(report, title: title), to: chart) }
    if report.isFaulty { throw ExitCode(1) }
  }

  private func plan() throws(CommandFailure) -> LoadPlan {
    let address = try address()
    let port = server.port ?? 1812
    let accounting = accountingPort ?? (port < .max ? port + 1 : port)
    var plan = LoadPlan(
      authentication: Endpoint(address: address, port: port),
      accounting: Endpoint(address: address, port: accounting), secret: SharedSecret(secret), users: try loadUsers())
    plan.mode = mode
    plan.passwordProtocol = passwordProtocol
    plan.pace = rate.map(LoadPlan.Pace.rate) ?? .window(window ?? 64)
    plan.duration = duration.milliseconds
    plan.warmUp = warmUp.milliseconds
    plan.requestsMax = count
    plan.interims = interims
    plan.sessionsHeld = sessions
    plan.leavesSessionsOpen = leaveOpen
    plan.nasCount = nases
    plan.sockets = sockets
    plan.timeout = timeout.milliseconds
    plan.tries = tries
    plan.seed = seed
    return plan
  }

  /// The server's address. One that is not this machine's is loaded only where that was said.
  private func address() throws(CommandFailure) -> IPAddress {
    guard let address = server.host == "localhost" ? IPAddress("127.0.0.1") : IPAddress(server.host) else {
      throw .usage("write the server as an address, such as 127.0.0.1; '\(server.host)' is none")
    }
    guard address.isLoopback || allowRemote else {
      throw .usage(
        "\(address) is not this machine; a load can bring a server down. If it is yours, say --allow-remote")
    }
    return address
  }

  private func loadUsers() throws(CommandFailure) -> [LoadUser] {
    guard let users else { return [LoadUser(name: user, password: password)] }
    guard let octets = Terminal.read(file: users) else { throw .usage("\(users) cannot be read") }
    do throws(LoadUsersText.Failure) {
      return try LoadUsersText.parse(String(decoding: octets, as: UTF8.self))
    } catch {
      throw .usage("\(users): \(error)")
    }
  }

  // MARK: - What is printed

  private var title: String {
    let pace =
      rate.map { "\(LoadText.plain($0)) requests/s" }
      ?? "\(Quantity.count(window ?? 64, "request", "requests")) under way"
    let credentials = mode == .accounting ? "" : ", \(passwordProtocol.rawValue)"
    return "\(mode.rawValue)\(credentials), \(pace), \(server)"
  }

  private func show(_ report: LoadReport) throws {
    switch output.format {
    case .json: try JSONValue.show(report)
    case .csv: try latencies(report).show(.csv)
    case .table:
      let sessions =
        report.sessionsPerSecond > 0 ? ", \(Quantity.grouped(Int(report.sessionsPerSecond.rounded()))) sessions/s" : ""
      var text = "\(title)\n\(Quantity.grouped(Int(report.answersPerSecond.rounded()))) answers/s\(sessions)"
      text += " over \(LoadText.plain(report.seconds)) s; "
      text += "longest without an answer: \(LoadText.milliseconds(report.longestPause))\n\n"
      text += try latencies(report).text(.table) + "\n"
      let findings = LoadText.findings(report)
      let width = findings.map { Quantity.grouped($0.count).count }.max() ?? 0
      for (name, count) in findings {
        let number = Quantity.grouped(count)
        text += String(repeating: " ", count: width - number.count) + "\(number)  \(name)\n"
      }
      Terminal.show(text)
      if report.tally.doubleHeld > 0 {
        Terminal.complain(
          "rollcall: \(Quantity.count(report.tally.doubleHeld, "address was", "addresses were")) given out while another "
            + "session held it, such as \(report.doubleHeldAddresses.joined(separator: ", "))")
      }
    }
  }

  private func latencies(_ report: LoadReport) -> Report<LatencyRow> {
    func column(_ key: String, _ title: String, _ value: @escaping (LatencyRow) -> Double) -> Column<LatencyRow> {
      Column(key, title, .right) { LoadText.milliseconds(value($0)) }
    }
    return Report(
      report.latency,
      columns: [
        Column("kind", "REQUEST") { $0.kind },
        Column("answers", "ANSWERS", .right) { Quantity.grouped($0.answers) },
        column("mean", "MEAN", \.mean), column("p50", "P50", \.p50), column("p90", "P90", \.p90),
        column("p99", "P99", \.p99), column("p999", "P99.9", \.p999), column("max", "MAX", \.max),
      ], whenEmpty: "no answer came")
  }

  private func write(_ text: String, to path: String) throws(CommandFailure) {
    guard Terminal.write(text, file: path) else { throw .usage("\(path) cannot be written") }
  }
}
