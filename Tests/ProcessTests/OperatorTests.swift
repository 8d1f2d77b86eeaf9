import Foundation
import ProcessHarness
import RADIUSWire
import Testing

extension ProcessTests {
  /// What an operator asks of a server, with it running and without.
  @Suite struct OperatorTests {
    private struct Holding: Decodable {
      var lease: UInt64
      var address: String
      var user: String
      var session: String
      var began: String
      var state: String
      var endCause: String?
    }

    private struct Moment: Decodable {
      var state: String
      var user: String?
      var lease: UInt64?
      var lastUser: String?
    }

    private struct Leaks: Decodable {
      struct NAS: Decodable {
        var nas: String
        var begun: Int
        var stopped: Int
        var tokenPercent: Double?
      }
      var nases: [NAS]
    }

    private struct Rotation: Decodable {
      var signs: Int
      var verify: [Int]
    }

    private func call(_ nas: TestNAS, session: String, stops: Bool) throws -> Grant {
      let asked = try nas.requests.access(user: "alice", password: "alicepw", session: session)
      let grant = try #require(Grant(try nas.exchange(asked)))
      let statuses: [AccountingStatus] = stops ? [.start, .stop] : [.start]
      for status in statuses {
        let request = try nas.requests.accounting(
          status, user: "alice", session: session, address: grant.address, classes: grant.classes)
        #expect(try nas.exchange(request) != nil)
      }
      return grant
    }

    /// The same answers from the running server and, when it is gone, out of its store.
    @Test func whoHadWhatIsToldWithAServerAndWithout() throws {
      let server = try RollcallProcess(ServerFolder())
      let folder = server.folder
      let nas = try TestNAS(folder)
      let first = try call(nas, session: "one", stops: true)
      _ = try call(nas, session: "two", stops: false)
      func ask(_ arguments: String...) throws -> FinishedCommand {
        try FinishedCommand.run(
          Project.binary, ["pool"] + arguments + ["--config", folder.configuration.path, "--format", "json"])
      }
      for isRunning in [true, false] {
        if !isRunning { #expect(server.terminate() == 0) }
        let holdings = try ask("explain", "--user", "alice").decode([Holding].self)
        #expect(holdings.map(\.session) == ["two", "one"] && holdings.map(\.state) == ["active", "ended"])
        #expect(holdings.last?.endCause == "stopped" && holdings.last?.address == first.text)
        let one = try ask("explain", "--session", "one", "--client", "lab").decode([Holding].self)
        #expect(one.count == 1)
        let then = try ask("explain", first.text, "--at", one[0].began).decode(Moment.self)
        #expect(then.state == "offered" && then.user == "alice" && then.lease == one[0].lease)
        let before = try ask("explain", first.text, "--at", "2020-01-01T00:00:00Z").decode(Moment.self)
        #expect(before.state == "free" && before.user == nil && before.lastUser == nil)
        #expect(try ask("explain", "--user", "nobody").status == 1)
        #expect(try ask("explain", first.text, "--at", "then").status == 2)
        let leaks = try ask("leaks").decode(Leaks.self)
        #expect(leaks.nases.map(\.begun) == [2] && leaks.nases.map(\.stopped) == [1])
        #expect(leaks.nases.first?.tokenPercent == 100)
      }
    }

    /// A session whose token an older key signed ends by it, in this server and in the next; and so does one whose key
    /// was made while no server ran.
    @Test func tokensOutliveTheirKeysRotation() throws {
      let server = try RollcallProcess(ServerFolder())
      let folder = server.folder
      let nas = try TestNAS(folder)
      func rotate() throws -> Rotation {
        try folder.rollcall("token", "rotate", "--format", "json").decode(Rotation.self)
      }
      func offer(_ session: String) throws -> Grant {
        let asked = try nas.requests.access(user: "alice", password: "alicepw", session: session)
        return try #require(Grant(try nas.exchange(asked)))
      }
      /// The token alone names the lease: no user of that name, no session of that name, no address.
      func stop(_ grant: Grant) throws {
        let request = try nas.requests.accounting(.stop, user: "other", session: "", classes: grant.classes)
        #expect(try nas.exchange(request) != nil)
      }
      func free() throws -> Int {
        try folder.rollcall("pool", "list", "--format", "json").decode([PoolReport].self)[0].free
      }
      let size = try free()
      let old = try offer("a")
      let first = try rotate()
      #expect(first.verify.count == 1)
      let new = try offer("b")
      #expect(old.classes != new.classes && old.classes[0].prefix(4) != new.classes[0].prefix(4), "the key's number")
      try stop(old)
      #expect(try free() == size - 1)
      #expect(server.terminate() == 0)
      #expect(try rotate().verify == [first.signs] + first.verify)
      let next = try RollcallProcess(folder)
      try stop(new)
      #expect(try free() == size)
      #expect(next.terminate() == 0)
    }

    /// Nothing is wrong: the report says so, is not written over, and asks for nothing.
    @Test func aRepairOfNothingIsNothing() throws {
      let server = try RollcallProcess(ServerFolder())
      let folder = server.folder
      _ = try call(try TestNAS(folder), session: "one", stops: false)
      let report = folder.url.appending(path: "repair.json").path
      let written = try folder.rollcall("pool", "audit", "--repair", "--report", report)
      #expect(written.status == 0 && written.output.contains("nothing to repair"), "\(written.error)")
      #expect(try folder.rollcall("pool", "audit", "--repair", "--report", report).status == 2)
      let applied = try folder.rollcall("pool", "audit", "--repair", "--report", report, "--apply")
      #expect(applied.status == 0 && applied.output.contains("asks for nothing"))
      #expect(try folder.rollcall("pool", "audit", "--apply").status == 2)
      #expect(try folder.rollcall("pool", "audit").status == 0)
      #expect(server.terminate() == 0)
      let other = folder.url.appending(path: "other.json").path
      #expect(try folder.rollcall("pool", "audit", "--repair", "--report", other).status == 1)
    }

    /// A report that asks for what is not so any more: nothing is done, and that is said.
    @Test func whatHasMovedOnIsLeftAlone() throws {
      let server = try RollcallProcess(ServerFolder())
      let folder = server.folder
      let grant = try call(try TestNAS(folder), session: "one", stops: false)
      let report = folder.url.appending(path: "repair.json")
      let row = #"{"address":"\#(grant.text)","before":"free/1/0","ledger":"free/1/0"}"#
      let actions = ["rebuildRow", "refold"].map {
        #"{"kind":"\#($0)","problem":"p","remedy":"r","rows":[\#(row)]}"#
      }
      try
        #"{"version":1,"made":"2026-01-01T00:00:00.000Z","position":1,"actions":[\#(actions.joined(separator: ","))]}"#
        .write(to: report, atomically: true, encoding: .utf8)
      let applied = try folder.rollcall("pool", "audit", "--repair", "--report", report.path, "--apply")
      #expect(applied.status == 1 && applied.output.isEmpty, "\(applied.output)")
      #expect(applied.error.split(separator: "\n").count { $0.contains("has moved on since the report") } == 2)
      #expect(try folder.rollcall("pool", "audit").status == 0)
    }
  }
}
