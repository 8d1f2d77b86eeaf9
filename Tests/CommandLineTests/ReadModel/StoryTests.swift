import AddressPool
import Admin
import Console
import NetworkAddress
import Storage
import Testing
import Timebase

/// `pool explain --user`, `--session` and `--at`, from the store to what people read.
@Suite struct StoryTests {
  /// alice's life, and carol on alice's address after her.
  private static let server = FakeServer(
    entries: Story.life + [
      Story.entry(
        Story.lease(.offered, id: 3, user: "carol", session: "", since: 200, deadline: 260), from: .free,
        note: "Access-Request id 11 from 127.0.0.1:4000"),
      Story.entry(
        Story.lease(.active, id: 3, user: "carol", session: "s3", since: 201, deadline: 90_000, cause: .confirmed),
        from: .offered, match: .session),
    ])

  @Test func aUsersPastIsFound() async throws {
    let stories = try await Self.server.stories(HoldingFilter(user: "alice"), withHistory: false)
    let story = try #require(stories.first)
    #expect(stories.count == 1 && story.address == Story.first && story.state == "ended" && story.history.isEmpty)
    #expect(story.began == Story.time(0) && story.started == Story.time(2) && story.ended == Story.time(90))
    #expect(story.endCause == "stopped")
    let present = try #require(try await Self.server.stories(HoldingFilter(user: "carol"), withHistory: false).first)
    #expect(present.state == "active" && present.ended == nil && present.endCause == nil && present.session == "s3")
    await #expect(throws: ControlError(.notFound, "no address was ever held by a user named `nobody`")) {
      try await Self.server.stories(HoldingFilter(user: "nobody"), withHistory: false)
    }
  }

  @Test func aSessionIsToldWithItsLedger() async throws {
    let filter = HoldingFilter(session: "s1", client: "lab")
    let stories = try await Self.server.stories(filter, withHistory: true)
    #expect(stories.first?.history.map(\.cause) == ["offered", "confirmed", "stopped"])
    let text = try HoldingsText(stories, now: Story.time(150)).text()
    #expect(text.contains("LEASE  ADDRESS    USER   CLIENT  NAS        SESSION  FROM"))
    #expect(
      text.contains(
        "Lease 1: 10.64.0.1 was alice's on lab, session s1 from 2026-03-01 12:00:00Z (2 min 30 s ago) to "
          + "2026-03-01 12:01:30Z, when its session stopped."))
    #expect(text.contains("2026-03-01 12:01:30.000Z  active   →  free     stopped: its session stopped; alice on lab"))
    await #expect(throws: ControlError.self) {
      try await Self.server.stories(HoldingFilter(session: "s1", client: "other"), withHistory: true)
    }
  }

  @Test(arguments: [
    (-1, "was free. Nobody had held it yet."),
    (0, "was offered, held by alice on lab, session s1."), (50, "was active, held by alice on lab, session s1."),
    (90, "was free: nobody held it. The last to hold it was alice, until 2026-03-01 12:01:30Z."),
    (199, "was free: nobody held it. The last to hold it was alice"), (5000, "was active, held by carol on lab"),
  ])
  func whoHadItThen(seconds: Int64, words: String) async throws {
    let story = try await Self.server.moment(of: Story.first, at: Story.time(seconds))
    let text = MomentText(story, assumedZone: nil).text
    #expect(text.hasPrefix("At \(Quantity.time(Story.time(seconds))) 10.64.0.1 of pool main \(words)"), "\(text)")
  }

  @Test func theAssumedZoneIsSaid() async throws {
    let story = try await Self.server.moment(of: Story.first, at: Story.time(50))
    #expect(story.lease == 1 && story.began == Story.time(0) && story.ended == Story.time(90))
    #expect(story.next?.cause == "stopped" && story.nas == "127.0.0.1")
    let text = MomentText(story, assumedZone: 7200).text
    #expect(text.hasPrefix("No time zone was given: 2026-03-01 14:00:50 is taken as UTC+2, this machine's.\n"))
    #expect(text.contains("Lease 1, from 2026-03-01 12:00:00Z to 2026-03-01 12:01:30Z; NAS 127.0.0.1.\n"))
    #expect(text.contains("At 2026-03-01 12:01:30Z it became free: stopped"))
    await #expect(throws: ControlError.self) { try await Self.server.moment(of: Story.outside, at: Story.time(5)) }
  }

  @Test(
    arguments: [
      ("2026-03-01T14:05:00Z", 0, nil), ("2026-03-01T14:05:00+02:00", -7200, nil), ("2026-03-01 14:05", -3600, 3600),
      ("2026-03-01 14:05:00", -3600, 3600), ("2026-03-01T14:05:00-01:30", 5400, nil),
    ] as [(String, Int64, Int?)])
  func timesAreRead(text: String, shift: Int64, zone: Int?) throws {
    let five = try #require(Timestamp(rfc3339: "2026-03-01T14:05:00Z"))
    let reading = try #require(OperatorTime.parse(text) { _ in 3600 })
    #expect(reading.time == five.advanced(byMilliseconds: shift * 1000) && reading.assumedZone == zone)
  }

  /// The clocks went forward at 01:00 UTC: what counts is the zone at the instant itself.
  @Test func theZoneIsThatOfTheInstant() throws {
    let change = try #require(Timestamp(rfc3339: "2026-03-29T01:00:00Z"))
    func zone(_ time: Timestamp) -> Int { time < change ? 3600 : 7200 }
    #expect(OperatorTime.parse("2026-03-29 01:30", secondsEast: zone)?.time.rfc3339 == "2026-03-29T00:30:00.000Z")
    #expect(OperatorTime.parse("2026-03-29 03:30", secondsEast: zone)?.time.rfc3339 == "2026-03-29T01:30:00.000Z")
  }

  @Test(arguments: ["", "yesterday", "2026-13-01 10:00", "7", "7x", "-3d", "99999999999999999d", "14:05"])
  func whatIsNoTimeIsRefused(text: String) {
    #expect(OperatorTime.since(text, now: Story.zero) { _ in 0 } == nil)
  }

  @Test func spansAreRead() {
    #expect(OperatorTime.since("7d", now: Story.zero) { _ in 0 } == Story.time(-7 * 86_400))
    #expect(OperatorTime.since("90m", now: Story.zero) { _ in 0 } == Story.time(-5400))
    #expect(OperatorTime.zoneName(0) == "UTC" && OperatorTime.zoneName(-12_600) == "UTC-3:30")
    #expect(OperatorTime.zoneName(7200) == "UTC+2")
  }
}
