import Accounting
import AccountingLog
import ArgumentParser
import Configuration
import Console
import LogFiles
import NetworkAddress
import RADIUSDictionary
import ServerCore
import Timebase

struct AccountingReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Feed detail files back into the records.",
    discussion: """
      Reads files in FreeRADIUS's detail format, compressed by gzip or not, and records what the journal does not know \
      yet, so that a second run adds nothing. Sessions and reports change; leases do not, for it is all over: an address \
      that is still used comes back with the next report of its session.

      What cannot be read is listed with file and line, and left out: then the exit status is 1.

      EXAMPLES
        rollcall accounting replay /var/log/freeradius/radacct/192.0.2.1/detail-20261121*
        rollcall accounting replay --client bras1 detail.gz     # the file does not tell which NAS it is of
      """)

  @Argument(help: "The files.", completion: .file())
  var files: [String]

  @Option(help: ArgumentHelp("The client of records whose address is no client's.", valueName: "name"))
  var client: String?

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  /// Faults printed; a file that is something else entirely has one a line.
  private static let faultsMax = 1000

  func run() async throws {
    let configuration = try options.load()
    let sources = try sources(configuration)
    var rows: [ReplayRow] = []
    var faults: [DetailFault] = []
    var span: ClosedRange<Timestamp>?
    var progress = ProgressBar(total: try sources.reduce(0) { $0 + (try length(of: $1.path)) }, title: "reading")
    for source in sources {
      var records = 0
      let found = try await source.read(advance: { progress.advance(by: $0) }) { record in
        records += 1
        let event = record.event
        span = min(span?.lowerBound ?? event, event)...max(span?.upperBound ?? event, event)
      }
      faults += found
      rows.append(
        ReplayRow(file: source.path, records: records, bad: found.filter { $0.consequence == .skipped }.count))
    }
    progress.finish()
    if let span { try await record(sources, span, into: &rows, configuration) }
    try report(rows, faults)
  }

  private func sources(_ configuration: ServerConfiguration) throws -> [ReplaySource] {
    let dictionary = try AttributeDictionary.open(configuration.dictionaryPath)
    let otherwise = configuration.clients.first { $0.name == client }
    if let client, otherwise == nil {
      let names = configuration.clients.map(\.name).joined(separator: ", ")
      throw CommandFailure.usage("no client is named `\(client)`; there are \(names)")
    }
    let clients = ClientTable(configuration.clients)
    let now = Clock.wall
    return files.map {
      ReplaySource(path: $0, dictionary: dictionary, clients: clients, otherwise: otherwise, now: now)
    }
  }

  private func length(of file: String) throws -> Int {
    do { return try LineFile(path: file).length } catch { throw CommandFailure.usage("\(error)") }
  }

  private func record(
    _ sources: [ReplaySource], _ span: ClosedRange<Timestamp>, into rows: inout [ReplayRow],
    _ configuration: ServerConfiguration
  ) async throws {
    let destination = try ReplayDestination(configuration)
    var replay = Replay(span: span, to: destination)
    var looking = ProgressBar(total: 0, title: "comparing with the journal")
    try replay.prepare { looking.advance(by: $0) }
    looking.finish()
    var progress = ProgressBar(total: rows.reduce(0) { $0 + $1.records }, title: "recording")
    for (index, source) in sources.enumerated() {
      let (added, known) = (replay.added, replay.known)
      _ = try await source.read { record in
        try replay.take(record)
        progress.advance(by: 1)
      }
      // So that the counts are those of this file.
      try replay.flush()
      rows[index].added = replay.added - added
      rows[index].known = replay.known - known
    }
    try replay.finish()
    progress.finish()
    try destination.close()
  }

  private func report(_ rows: [ReplayRow], _ faults: [DetailFault]) throws {
    for fault in faults.prefix(Self.faultsMax) {
      Terminal.complain(TextTable.printable("\(fault)") + (fault.consequence == .skipped ? "; left out" : ""))
    }
    if faults.count > Self.faultsMax { Terminal.complain("… and \(faults.count - Self.faultsMax) more") }
    try Reports.replays(rows).show(output.format)
    if output.format == .table, rows.count > 1 {
      let total = rows.reduce(into: ReplayRow(file: "", records: 0, bad: 0)) { total, row in
        total.records += row.records
        total.added += row.added
        total.known += row.known
        total.bad += row.bad
      }
      Terminal.show(
        "\(Quantity.grouped(total.records)) records: \(Quantity.grouped(total.added)) added, "
          + "\(Quantity.grouped(total.known)) known already; \(Quantity.grouped(total.bad)) more left out.\n")
    }
    if rows.contains(where: { $0.bad > 0 }) { throw ExitCode(1) }
  }
}
