import Foundation
import GRDB
import ProcessHarness
import RADIUSWire
import Testing

extension ProcessTests {
  /// `pool audit --repair` against a database that somebody has changed by hand.
  @Suite struct RepairTests {
    private struct Plan: Decodable {
      struct Action: Decodable {
        var kind: String
        var problem: String
      }
      var actions: [Action]
    }

    private let folder: ServerFolder
    private let nas: TestNAS
    private let report: String

    init() throws {
      folder = try ServerFolder()
      nas = try TestNAS(folder)
      report = folder.url.appending(path: "repair.json").path
    }

    private func connect(_ session: String) throws -> Grant {
      let asked = try nas.requests.access(user: "alice", password: "alicepw", session: session)
      let grant = try #require(Grant(try nas.exchange(asked)))
      try account(.start, session, grant)
      return grant
    }

    private func account(_ status: AccountingStatus, _ session: String, _ grant: Grant) throws {
      let request = try nas.requests.accounting(
        status, user: "alice", session: session, address: grant.address, classes: grant.classes)
      #expect(try nas.exchange(request) != nil)
    }

    private func change(_ sql: String, _ address: String) throws {
      let database = try DatabaseQueue(path: folder.url.appending(path: "rollcall.db").path)
      try database.write { database in
        try database.execute(sql: sql, arguments: [address])
        #expect(database.changesCount == 1)
      }
      try database.close()
    }

    private func audit() throws -> Int32 { try folder.rollcall("pool", "audit").status }

    /// Writes the report, which changes nothing, and does what it says.
    private func repair(_ expected: Set<String>, by location: SourceLocation = #_sourceLocation) throws {
      let written = try folder.rollcall("pool", "audit", "--repair", "--report", report, "--format", "json")
      #expect(written.status == 1, "\(written.error)", sourceLocation: location)
      let plan = try written.decode(Plan.self, orStatus: 1)
      #expect(Set(plan.actions.map(\.kind)) == expected, sourceLocation: location)
      let again = try folder.rollcall("pool", "audit", "--repair", "--report", report + "2")
      #expect(again.status == 1, "nothing is done yet", sourceLocation: location)
      let applied = try folder.rollcall("pool", "audit", "--repair", "--report", report, "--apply")
      #expect(applied.status == 0, "\(applied.output)\(applied.error)", sourceLocation: location)
      #expect(
        applied.output.split(separator: "\n").count { $0.hasPrefix("done: ") } == plan.actions.count,
        sourceLocation: location)
      #expect(try audit() == 0, sourceLocation: location)
      let clean = try folder.rollcall("pool", "audit", "--repair", "--report", report + "3")
      #expect(clean.status == 0, "\(clean.output)", sourceLocation: location)
    }

    private func explain(_ grant: Grant) throws -> ExplainReport {
      try folder.rollcall("pool", "explain", grant.text, "--format", "json").decode(ExplainReport.self)
    }

    /// A server that starts with a row missing holds the address for free: the ledger knows better.
    @Test func aRowThatWasTakenOutIsMadeAgain() throws {
      let first = try RollcallProcess(folder)
      let (lost, other) = (try connect("one"), try connect("two"))
      #expect(try audit() == 0)
      #expect(first.terminate() == 0)
      try change("DELETE FROM lease WHERE ip = ?", lost.text)

      let second = try RollcallProcess(folder)
      #expect(try audit() == 1)
      try repair(["rebuildRow", "refold"])
      let story = try explain(lost)
      #expect(story.state == "active" && story.user == "alice" && story.session == "one")
      #expect(story.history.last?.cause == "operator" && story.history.last?.note.contains("repair.json") == true)
      #expect(try explain(other).history.last?.cause == "confirmed", "what was right is left alone")

      // The session ends as if nothing had been, and the next start finds the same.
      try account(.stop, "one", lost)
      #expect(try explain(lost).state == "free")
      #expect(second.terminate() == 0)
      let third = try RollcallProcess(folder)
      #expect(try audit() == 0)
      #expect(third.terminate() == 0)
    }

    /// The running server is right and its tables are not: they are folded anew, and the ledger needs no entry.
    @Test func tablesThatWereChangedAreFoldedAnew() throws {
      let server = try RollcallProcess(folder)
      let grant = try connect("one")
      // An answer out of the tables waits until they are as far as the journal.
      #expect(try folder.rollcall("pool", "explain", "--user", "alice").status == 0)
      try change("DELETE FROM lease WHERE ip = ?", grant.text)
      try repair(["refold"])
      #expect(try explain(grant).history.map(\.cause) == ["offered", "confirmed"])
      #expect(server.log.text.contains("store.refolded"))
      #expect(server.terminate() == 0)
    }
  }
}
