import Foundation
import ProcessHarness
import RADIUSWire
import Testing

extension ProcessTests {
  /// A real server asks a NAS (RFC 5176).
  @Suite struct DisconnectTests {
    /// A server whose client takes Disconnect-Requests on `port`.
    private func server(port: UInt16, poolOptions: [String] = []) throws -> RollcallProcess {
      var settings = ServerSettings()
      settings.clientOptions = ["dynamic-authorization: {port: \(port)}"]
      settings.poolOptions = poolOptions
      return try RollcallProcess(ServerFolder(settings))
    }

    private func connect(_ nas: TestNAS, _ user: String, session: String) throws -> Grant {
      let ask = try nas.requests.access(user: user, password: user + "pw", session: session, nasPort: 7)
      let grant = try #require(Grant(try nas.exchange(ask)))
      let start = try nas.requests.accounting(.start, user: user, session: session, classes: grant.classes)
      #expect(try nas.exchange(start)?.code == .accountingResponse)
      return grant
    }

    /// Looks at an address until it is free.
    private func storyOnceFree(_ address: String, _ folder: ServerFolder) throws -> ExplainReport {
      let deadline = Date(timeIntervalSinceNow: 20)
      while true {
        let story = try folder.rollcall("pool", "explain", address, "--format", "json").decode(ExplainReport.self)
        if story.state == "free" || Date() > deadline { return story }
      }
    }

    @Test func aSessionInDoubtIsAskedAfterAndFreed() throws {
      let port = try DisconnectPort()
      let server = try server(port: port.port, poolOptions: ["session-timeout: 1s", "session-grace: 0s"])
      let nas = try TestNAS(server.folder)
      let grant = try connect(nas, "alice", session: "doubt-1")
      let request = try #require(try port.answer(.disconnectNAK, cause: 503, milliseconds: 15_000))
      #expect(request.first(.userName)?.text == "alice")
      #expect(request.first(.acctSessionID)?.text == "doubt-1")
      #expect(request.first(.framedIPAddress)?.integer == grant.address)
      #expect(request.first(.nasPort)?.integer == 7)
      let story = try storyOnceFree(grant.text, server.folder)
      #expect(story.history.map(\.to).suffix(3) == ["suspect", "suspect", "free"])
      #expect(story.history.last?.cause == "disconnected")
      #expect(try server.folder.rollcall("pool", "audit").status == 0)
      let status = try server.folder.rollcall("status", "--format", "json")
      #expect(status.output.contains("\"disconnectsAsked\""), "\(status.output)")
      #expect(server.terminate() == 0)
    }

    @Test(arguments: ["--user", "--session", "--address"])
    func anOperatorDisconnects(option: String) throws {
      let port = try DisconnectPort()
      let server = try server(port: port.port)
      let nas = try TestNAS(server.folder)
      let grant = try connect(nas, "alice", session: "ended-1")
      let value = ["--user": "alice", "--session": "ended-1", "--address": grant.text][option] ?? ""
      let folder = server.folder
      let command = Background {
        try folder.rollcall("disconnect", option, value, "--reason", "unpaid", "--format", "json")
      }
      let request = try #require(try port.answer(.disconnectACK, milliseconds: 15_000))
      #expect(request.first(.acctSessionID)?.text == "ended-1")
      let reports = try command.value().decode([DisconnectReport].self)
      #expect(reports.map(\.outcome) == ["acknowledged"])
      #expect(reports.map(\.address) == [grant.text])
      let stop = try nas.requests.accounting(.stop, user: "alice", session: "ended-1", classes: grant.classes)
      #expect(try nas.exchange(stop)?.code == .accountingResponse)
      let story = try storyOnceFree(grant.text, folder)
      #expect(story.history.map(\.cause).suffix(2) == ["disconnected", "disconnected"])
      let words = try folder.rollcall("pool", "explain", grant.text)
      #expect(words.output.contains("unpaid; Disconnect-ACK from 127.0.0.1"), "\(words.output)")
      #expect(try folder.rollcall("pool", "audit").status == 0)
    }

    @Test func aRefusalIsToldAndExitsWithOne() throws {
      let port = try DisconnectPort()
      let server = try server(port: port.port)
      let nas = try TestNAS(server.folder)
      _ = try connect(nas, "alice", session: "kept-1")
      let folder = server.folder
      let command = Background { try folder.rollcall("disconnect", "--user", "alice") }
      _ = try #require(try port.answer(.disconnectNAK, cause: 506, milliseconds: 15_000))
      let result = try command.value()
      #expect(result.status == 1)
      #expect(result.output.contains("refused") && result.output.contains("Resources-Unavailable"), "\(result.output)")
      let nobody = try folder.rollcall("disconnect", "--user", "bob")
      #expect(nobody.status == 1 && nobody.error.contains("no live session of user bob"), "\(nobody.error)")
      #expect(try folder.rollcall("disconnect").status == 2)
    }

    /// Where the machine has pyrad: somebody else's reading of RFC 5176.
    @Test(.enabled(if: PyradServer.isAvailable), arguments: [("alice", "acknowledged"), ("bob", "notFound")])
    func pyradUnderstandsTheRequest(user: String, outcome: String) throws {
      let pyrad = try PyradServer(secret: "testing123", knownUser: "alice")
      let server = try server(port: pyrad.port)
      let nas = try TestNAS(server.folder)
      _ = try connect(nas, user, session: "\(user)-1")
      let reports = try server.folder.rollcall("disconnect", "--user", user, "--format", "json").decode(
        [DisconnectReport].self)
      #expect(reports.map(\.outcome) == [outcome])
      let line = try #require(pyrad.log.wait(for: "user \(user) ", seconds: 5))
      #expect(line.contains("request 40 proven True"), "\(line)")
      for name in ["User-Name", "Acct-Session-Id", "Framed-IP-Address", "NAS-Port", "Event-Timestamp"] {
        #expect(line.contains(name), "no \(name) in \(line)")
      }
    }

    @Test func aClientThatCannotBeToldIsNamed() throws {
      let server = try RollcallProcess(ServerFolder())
      let nas = try TestNAS(server.folder)
      _ = try connect(nas, "alice", session: "mute-1")
      let result = try server.folder.rollcall("disconnect", "--user", "alice")
      #expect(result.status == 1)
      #expect(result.error.contains("client `lab` has no `dynamic-authorization`"), "\(result.error)")
    }
  }
}

/// pyrad's idea of a NAS that takes Disconnect-Requests.
private final class PyradServer {
  let log = OutputLog()
  let port: UInt16
  private let process = Process()

  private static let python = URL(filePath: "/usr/bin/python3")

  static let isAvailable = {
    let found = try? FinishedCommand.run(python, ["-c", "import pyrad"])
    return found?.status == 0
  }()

  init(secret: String, knownUser: String) throws {
    let script = Project.root.appending(path: "Tests/lab/disconnect-server.py").path
    let pipe = Pipe()
    process.executableURL = Self.python
    process.arguments = [script, secret, knownUser]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    try process.run()
    log.follow(pipe.fileHandleForReading)
    guard let line = log.wait(for: "port ", seconds: 20), let port = UInt16(line.dropFirst(5)) else {
      kill(process.processIdentifier, SIGKILL)
      throw HarnessError("pyrad does not get ready: \(log.text)")
    }
    self.port = port
  }

  deinit { kill(process.processIdentifier, SIGKILL) }
}
