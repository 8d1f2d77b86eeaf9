import Foundation
import ProcessHarness
import Testing

extension ProcessTests {
  /// Records as files, and back.
  @Suite struct LogFileTests {
    static var settings: ServerSettings {
      var settings = CrashTests.settings
      settings.more = [
        "accounting-logs:",
        "  - path: radacct/%{client}/detail-%Y%m%d",
        "  - {format: json-lines, path: lines.json, rotate-size: 64KiB, compress: false}",
      ]
      return settings
    }

    /// Every record of `lines.json`, oldest first: session and status.
    static func lines(_ folder: ServerFolder) throws -> [String] {
      var files: [String] = []
      var number = 1
      while FileManager.default.fileExists(atPath: folder.url.path + "/lines.json.\(number)") {
        files.append("lines.json.\(number)")
        number += 1
      }
      return try (files + ["lines.json"]).flatMap { name in
        try String(contentsOf: folder.url.appending(path: name), encoding: .utf8).split(separator: "\n").map { line in
          let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
          let attributes = try #require(object["attributes"] as? [String: Any])
          return "\(attributes["Acct-Session-Id"] ?? "") \(attributes["Acct-Status-Type"] ?? "")"
        }
      }
    }

    @Test func killedAtAnyTimeNoRecordIsLostOrDoubled() throws {
      let folder = try ServerFolder(Self.settings)
      var known: [KnownSession] = []
      for round in 0..<6 {
        let server = try RollcallProcess(folder)
        let load = SessionLoad(folder, users: CrashTests.userCount, round: round)
        try load.waitForAnswers(300 + 271 * round)
        server.killAtOnce()
        known += try load.sessions()
      }
      let server = try RollcallProcess(folder)
      #expect(server.terminate() == 0)
      let lines = try Self.lines(folder)
      let counts = Dictionary(grouping: lines) { $0 }.mapValues(\.count)
      #expect(counts.values.allSatisfy { $0 == 1 }, "a record is written twice")
      for session in known where session.answered != .accept {
        #expect(counts["\(session.session) Start"] == 1)
        if session.answered == .stop { #expect(counts["\(session.session) Stop"] == 1) }
      }
      #expect(known.count > 300)
      // The other log has as many.
      let folders = try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/radacct/lab")
      var records = 0
      for name in folders {
        let text = try String(contentsOf: folder.url.appending(path: "radacct/lab/\(name)"), encoding: .utf8)
        records += text.split(separator: "\n").filter { $0.hasPrefix("\tTimestamp = ") }.count
      }
      #expect(records == lines.count)
    }

    @Test func aLogThatCannotBeWrittenIsAnAlarmAndGoesOnByItself() throws {
      let folder = try ServerFolder(Self.settings)
      let blocker = folder.url.appending(path: "radacct")
      try "a file where a folder should be".write(to: blocker, atomically: true, encoding: .utf8)
      let server = try RollcallProcess(folder)
      let nas = try TestNAS(folder)
      #expect(try nas.exchange(nas.requests.accounting(.start, user: "alice", session: "a1")) != nil)
      #expect(server.log.wait(for: "records.logFailed", seconds: RollcallProcess.patience) != nil)
      let status = try folder.rollcall("status")
      #expect(status.status == 1 && status.output.contains("records.logFailed"), "\(status.output)")
      try FileManager.default.removeItem(at: blocker)
      #expect(server.log.wait(for: "records.recovered", seconds: RollcallProcess.patience) != nil)
      #expect(server.terminate() == 0)
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: blocker.path + "/lab").first)
      let text = try String(contentsOfFile: blocker.path + "/lab/\(name)", encoding: .utf8)
      #expect(text.contains("\tAcct-Session-Id = \"a1\"\n"))
    }
  }
}
