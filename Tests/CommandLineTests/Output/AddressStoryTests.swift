import AddressPool
import Admin
import Console
import Testing

@Suite struct AddressStoryTests {
  private func story(_ entries: [LeaseTransition], at seconds: Int64) async throws -> [String] {
    let explanation = try await FakeServer(entries: entries).explanation(of: Story.first)
    return AddressStory(explanation, now: Story.time(seconds)).text.split(separator: "\n").map(String.init)
  }

  @Test func ofAFreeAddress() async throws {
    let lines = try await story(Story.life, at: 150)
    #expect(lines[0] == "10.64.0.1 of pool main is free since 2026-03-01 12:01:30Z (1 min ago).")
    #expect(lines.count == 5)
    #expect(lines[2].hasPrefix("2026-03-01 12:00:00.000Z  free     →  offered  offered: "))
    #expect(lines[4].contains("Accounting-Request Stop id 10 from 127.0.0.1:4001, known by its token"))
  }

  @Test func ofAnActiveAddress() async throws {
    let lines = try await story(Array(Story.life.prefix(2)), at: 62)
    #expect(lines[1] == "Held by alice on lab, session s1.")
    #expect(lines[2].hasPrefix("Not free: its session lives"))
    #expect(
      lines[3] == "If nothing more is heard: overdue at 2026-03-02 12:00:12Z, free at 2026-03-02 12:01:12Z at the "
        + "latest (in 1 d).")
  }

  @Test func ofAQuarantinedAddress() async throws {
    let offer = Story.life[0]
    let rest = Story.entry(
      Story.lease(.quarantined, since: 60, deadline: 120, cause: .neverStarted), from: .offered)
    let lines = try await story([offer, rest], at: 70)
    #expect(lines[1] == "Last held by alice on lab, session s1.")
    #expect(lines[2].contains("no session began within the offer's time"))
    #expect(lines[3] == "It will be free at 2026-03-01 12:02:00Z at the latest (in 50 s).")
  }

  @Test func ofAnAddressThatNobodyHeld() async throws {
    let lines = try await story([], at: 0)
    #expect(lines == ["10.64.0.1 of pool main is free. Nobody ever held it.", "Its ledger is empty."])
  }

  @Test func ofAReservedAddressTellsByWhom() async throws {
    var lease = Story.lease(.reserved, cause: .operator)
    lease.isReserved = true
    let lines = try await story([Story.entry(lease, from: .free, note: "root: for the printer")], at: 5)
    #expect(lines[1] == "Not free: it is reserved, by root: for the printer.")
  }

  @Test func isCutToTheLastEntriesOnRequest() async throws {
    let explanation = try await FakeServer().explanation(of: Story.first)
    let text = AddressStory(explanation, now: Story.time(100), limit: 1).text
    #expect(text.contains("2 earlier entries"))
    #expect(!text.contains("confirmed"))
  }

  @Test func everyCauseHasWords() async throws {
    for cause in LeaseCause.allCases {
      let lines = try await story(
        [Story.entry(Story.lease(.active, deadline: 60, cause: cause), from: .active)], at: 5)
      #expect(lines.last?.contains("\(cause.name): ") == true, "\(cause.name)")
    }
  }
}
