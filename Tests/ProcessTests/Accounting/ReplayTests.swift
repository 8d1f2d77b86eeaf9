import Foundation
import ProcessHarness
import Testing

extension ProcessTests {
  /// Detail files fed back in.
  @Suite struct ReplayTests {
    private struct Row: Decodable, Equatable {
      var records: Int
      var added: Int
      var known: Int
      var bad: Int
    }

    /// A session of an hour, yesterday, as FreeRADIUS tells it.
    private static func session(_ name: String, address: String = "10.99.0.20", source: String = "127.0.0.1") -> String
    {
      let start = Int(Date().timeIntervalSince1970) - 90_000
      func record(_ status: String, _ time: Int, _ more: String) -> String {
        """
        Sat Nov 21 10:00:00 2026
        \tAcct-Status-Type = \(status)
        \tUser-Name = "\(name)"
        \tAcct-Session-Id = "session of \(name)"
        \tNAS-IP-Address = \(source)
        \tFramed-IP-Address = \(address)
        \tAcct-Unique-Session-Id = "0123"\(more)
        \tTimestamp = \(time)


        """
      }
      return record("Start", start, "")
        + record("Stop", start + 3600, "\n\tAcct-Session-Time = 3600\n\tAcct-Input-Octets = 4711")
    }

    private func replay(_ folder: ServerFolder, _ names: String...) throws -> (
      status: Int32, rows: [Row], error: String
    ) {
      let paths = names.map { folder.url.appending(path: $0).path }
      let finished = try FinishedCommand.run(
        Project.binary,
        ["accounting", "replay", "--format", "json", "--config", folder.configuration.path] + paths)
      return (finished.status, try finished.decode([Row].self, orStatus: 1), finished.error)
    }

    private func ended(_ folder: ServerFolder) throws -> [String] {
      try folder.rollcall("sessions", "--all", "--format", "json").decode([SessionReport].self).map {
        "\($0.user) \($0.state) \($0.inputOctets)"
      }.sorted()
    }

    @Test func aSecondRunAddsNothingWithAServerAndWithout() throws {
      let folder = try ServerFolder()
      let first = folder.url.appending(path: "first")
      try Self.session("ann").write(to: first, atomically: true, encoding: .utf8)
      try Self.session("ben").write(to: folder.url.appending(path: "second"), atomically: true, encoding: .utf8)
      #expect(try replay(folder, "first").rows == [Row(records: 2, added: 2, known: 0, bad: 0)])
      #expect(try replay(folder, "first").rows == [Row(records: 2, added: 0, known: 2, bad: 0)])
      let server = try RollcallProcess(folder)
      _ = try FinishedCommand.run(named: "gzip", ["-k", first.path])
      let both = try replay(folder, "first.gz", "second")
      #expect(both.rows == [Row(records: 2, added: 0, known: 2, bad: 0), Row(records: 2, added: 2, known: 0, bad: 0)])
      #expect(both.status == 0, "\(both.error)")
      #expect(try replay(folder, "second").rows == [Row(records: 2, added: 0, known: 2, bad: 0)])
      #expect(try ended(folder) == ["ann ended 4711", "ben ended 4711"])
      #expect(try folder.rollcall("pool", "audit").status == 0)
      #expect(server.terminate() == 0)
    }

    /// What the server wrote itself is nothing new to it, and everything to another one.
    @Test func itsOwnLogIsKnown() throws {
      let folder = try ServerFolder(LogFileTests.settings)
      let server = try RollcallProcess(folder)
      let load = SessionLoad(folder, users: 4, round: 0)
      try load.waitForAnswers(400)
      _ = try load.sessions()
      #expect(server.terminate() == 0)
      let lines = try LogFileTests.lines(folder)
      let logs = folder.url.path + "/radacct/lab/"
      let names = try FileManager.default.contentsOfDirectory(atPath: logs).map { "radacct/lab/\($0)" }
      let again = try FinishedCommand.run(
        Project.binary,
        ["accounting", "replay", "--format", "json", "--config", folder.configuration.path]
          + names.map { folder.url.appending(path: $0).path }
      ).decode([Row].self)
      #expect(again.map(\.added).reduce(0, +) == 0)
      #expect(again.map(\.known).reduce(0, +) == lines.count)
      let other = try ServerFolder(CrashTests.settings)
      let moved = try FinishedCommand.run(
        Project.binary,
        ["accounting", "replay", "--format", "json", "--config", other.configuration.path]
          + names.map { folder.url.appending(path: $0).path }
      ).decode([Row].self)
      #expect(moved.map(\.added).reduce(0, +) == lines.count)
      // An export has the same records and sessions, from a server and from a store.
      let exported = try other.rollcall("accounting", "export", "records", "--format", "json-lines")
      #expect(exported.output.split(separator: "\n").count == lines.count, "\(exported.error)")
      let running = try RollcallProcess(folder)
      let records = try folder.rollcall("accounting", "export", "records")
      #expect(records.output.split(separator: "\n").count == lines.count + 1, "\(records.error)")
      let sessions = try folder.rollcall("accounting", "export", "--format", "json-lines")
      #expect(sessions.output.split(separator: "\n").count == Set(lines.map { $0.split(separator: " ")[0] }).count)
      #expect(try folder.rollcall("accounting", "export", "--from", "soon").status == 2)
      #expect(running.terminate() == 0)
    }

    @Test func whatIsBadIsListedAndTheRestIsRecorded() throws {
      let folder = try ServerFolder()
      let text =
        Self.session("ann") + "Sat Nov 21 10:00:00 2026\n\tAcct-Status-Type = Start\n\tAcct-Session-Time = x\n\n"
        + Self.session("far", source: "203.0.113.9")
      try text.write(to: folder.url.appending(path: "lost"), atomically: true, encoding: .utf8)
      let found = try replay(folder, "lost")
      #expect(found.status == 1)
      #expect(found.rows == [Row(records: 2, added: 2, known: 0, bad: 3)])
      #expect(found.error.contains("/lost:23: ") && found.error.contains("/lost:25: 203.0.113.9 is no client's"))
      let usage = try folder.rollcall("accounting", "replay", "/nonexistent")
      #expect(usage.status == 2 && usage.error.contains("/nonexistent"))
    }
  }
}
