import Foundation
import ProcessHarness
import Testing

extension ProcessTests {
  /// Programs of others that read what we write. They run where they are installed.
  @Suite struct ReaderTests {
    private static let freeRADIUS = "/usr/sbin/freeradius"
    static let hasFreeRADIUS = FileManager.default.fileExists(atPath: freeRADIUS)

    private struct Row: Decodable {
      var records: Int
      var added: Int
      var known: Int
      var bad: Int
    }

    /// A FreeRADIUS that takes the detail file away, again and again, and writes what it read into another.
    private static func copier(_ folder: URL) -> String {
      """
      name = copy
      libdir = /usr/lib/freeradius
      logdir = \(folder.path)
      raddbdir = \(folder.path)
      run_dir = \(folder.path)
      db_dir = \(folder.path)
      thread pool {
        start_servers = 1
        max_servers = 1
      }
      modules {
        detail out {
          filename = \(folder.path)/out
          log_packet_header = yes
        }
      }
      server copy {
        listen {
          type = detail
          filename = \(folder.path)/detail
          load_factor = 90
          poll_interval = 1
          retry_interval = 3
        }
        preacct {
        }
        accounting {
          out
        }
      }
      """
    }

    private func start(in folder: URL) throws -> (process: ChildProcess, log: OutputLog) {
      try Self.copier(folder).write(
        to: folder.appending(path: "radiusd.conf"), atomically: true, encoding: .utf8)
      let (pipe, log) = (Pipe(), OutputLog())
      let process = try ChildProcess(
        URL(filePath: Self.freeRADIUS),
        ["-f", "-l", "stdout", "-x", "-d", folder.path, "-D", "/usr/share/freeradius", "-n", "radiusd"],
        environment: ProcessInfo.processInfo.environment, directory: folder,
        input: FileHandle(forReadingFrom: URL(filePath: "/dev/null")), output: pipe.fileHandleForWriting,
        error: pipe.fileHandleForWriting)
      try pipe.fileHandleForWriting.close()
      log.follow(pipe.fileHandleForReading)
      return (process, log)
    }

    /// Both at work on one file: FreeRADIUS's detail listener takes it away while the server writes.
    @Test(.enabled(if: hasFreeRADIUS)) func freeRADIUSReadsEveryRecordOnce() throws {
      var settings = CrashTests.settings
      settings.more = ["accounting-logs:", "  - path: detail", "  - {format: json-lines, path: lines.json}"]
      let folder = try ServerFolder(settings)
      let (reader, log) = try start(in: folder.url)
      defer { reader.send(SIGKILL) }
      #expect(log.wait(for: "Ready to process requests", seconds: 20) != nil, "\(log.text)")
      let server = try RollcallProcess(folder)
      let load = SessionLoad(folder, users: 2, round: 0)
      try load.waitForAnswers(100)
      // So that it has something taken away while more is written.
      #expect(log.wait(for: "Done Accounting-Request packet", seconds: 20) != nil, "\(log.text.suffix(2_000))")
      try load.waitForAnswers(200)
      _ = try load.sessions()
      #expect(server.terminate() == 0)
      let lines = try LogFileTests.lines(folder)
      let out = folder.url.appending(path: "out").path
      let deadline = Date(timeIntervalSinceNow: 120)
      var copied: [Substring] = []
      repeat {
        let text = (try? String(contentsOfFile: out, encoding: .utf8)) ?? ""
        copied = text.split(separator: "\n").filter { $0.hasPrefix("\tTimestamp = ") }
        usleep(100_000)
      } while copied.count < lines.count && Date() < deadline
      #expect(copied.count == lines.count, "\(log.text.suffix(2_000))")
      // And back again: FreeRADIUS's own file tells nothing that the journal has not.
      let found = try folder.rollcall("accounting", "replay", out, "--format", "json")
      let rows = try found.decode([Row].self, orStatus: 1)
      #expect(rows.map(\.known) == [lines.count], "\(found.output)\(found.error)")
      #expect(rows.map(\.bad) == [0])
    }

    /// Without the heads and their times, the attributes are what `radclient` takes.
    @Test func radclientSendsTheRecordsOfADetailFile() throws {
      let folder = try ServerFolder(LogFileTests.settings)
      let server = try RollcallProcess(folder)
      let load = SessionLoad(folder, users: 2, round: 0)
      try load.waitForAnswers(60)
      _ = try load.sessions()
      #expect(server.terminate() == 0)
      let name = try #require(
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/radacct/lab").sorted().last)
      let detail = try String(contentsOf: folder.url.appending(path: "radacct/lab/\(name)"), encoding: .utf8)
      let attributes = detail.split(separator: "\n", omittingEmptySubsequences: false).filter {
        $0.isEmpty || $0.hasPrefix("\t") && !$0.hasPrefix("\tTimestamp")
      }
      let file = folder.url.appending(path: "attributes")
      try attributes.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
      let other = try ServerFolder(LogFileTests.settings)
      let second = try RollcallProcess(other)
      let sent = try FinishedCommand.run(
        named: "radclient", ["-q", "-f", file.path, "127.0.0.1:\(other.accountingPort)", "acct", other.secret])
      #expect(sent.status == 0, "\(sent.error)\(sent.output)")
      let exported = try other.rollcall("accounting", "export", "records", "--format", "json-lines")
      let records = detail.split(separator: "\n").filter { $0.hasPrefix("\tTimestamp = ") }.count
      #expect(exported.output.split(separator: "\n").count == records)
      #expect(second.terminate() == 0)
    }
  }
}
