import Admin
import Console
import Storage
import Testing
import Timebase

/// `pool leaks`: out of tallies, which NAS is bad and whether a pool runs dry.
@Suite struct LeakTests {
  private let today = LeaseTally.day(of: Story.zero)

  private func tally(
    _ nas: String, day: Int64? = nil, pool: String = "main", first: Int64 = -43_200,
    _ counts: [LeaseTallyCounter: Int64]
  ) -> LeaseTally {
    var tally = LeaseTally(
      key: LeaseTally.Key(day: day ?? today, nas: nas, pool: pool), first: Story.time(first))
    for (counter, count) in counts { tally[counter] = count }
    return tally
  }

  private func report(_ tallies: [LeaseTally], free: Int = 200, quarantined: Int = 0, days: Int64 = 7) -> LeakReport {
    var pool = PoolSummary(pool: "main", size: 254)
    pool.free = free
    pool.quarantined = quarantined
    pool.active = 254 - free - quarantined
    return LeakAnalysis(tallies: tallies, now: Story.zero)
      .report(sinceDay: today - days, pools: [pool], quarantines: ["main": 60_000])
  }

  /// One that lost 400 of 1,000 comes before one that lost 1 of 2, and both come before the one that loses nothing.
  @Test func theWorstComesFirst() {
    let found = report([
      tally("good", [.begun: 5000, .stopped: 4990, .endedSilence: 3, .matchedToken: 9000]),
      tally("small", [.begun: 2, .stopped: 1, .endedSilence: 1, .matchedToken: 3]),
      tally("bad", [.begun: 1000, .stopped: 600, .endedSilence: 400, .matchedToken: 1600]),
      tally("bad", pool: "", [.conflicts: 2]),
    ]).nases
    #expect(found.map(\.nas) == ["bad", "small", "good"])
    #expect(found[0].lostPercent == 40 && found[0].conflicts == 2 && found[0].withoutStop == 400)
    #expect(
      found[0].fault
        == "does not tell when sessions end: 400 of 1000 ended without a Stop (most by silence); it uses addresses after "
        + "their sessions were given up (2 packets)")
    #expect(found[1].fault == nil && found[2].fault == nil)
  }

  /// A restart that the NAS told of, and what an operator did, are no loss; nor is what was alive after all.
  @Test func whatIsExplainedIsNoLoss() {
    let found = report([
      tally(
        "nas",
        [
          .begun: 100, .stopped: 20, .endedNASReboot: 60, .endedOperator: 5, .endedSilence: 15, .revived: 10,
          .lateStops: 5,
        ])
    ]).nases[0]
    #expect(found.withoutStop == 80 && found.lostPercent == 0 && found.fault == nil)
  }

  @Test(
    arguments: [
      ([.begun: 10, .neverStarted: 10], "does not use what it asks for: 10 of 20 Accepts became no session"),
      ([.matchedToken: 2, .matchedSession: 8], "drops Class: only 2 of 10 packets were known by their token"),
      ([.matchedSession: 16], "drops Class: none of 16 packets was known by its token"),
      ([.matchedToken: 50, .tokenMismatches: 7], "sends the Class of one session with another (7 packets)"),
      ([.stopped: 10, .endedHandedOn: 6, .endedPortReused: 1], "most as the next began on their port"),
    ] as [([LeaseTallyCounter: Int64], String)])
  func eachFaultHasItsSentence(counts: [LeaseTallyCounter: Int64], words: String) {
    #expect(report([tally("nas", counts)]).nases[0].fault?.contains(words) == true)
  }

  @Test func matchesAreShares() {
    let found = report([tally("nas", [.matchedToken: 2, .matchedSession: 1])]).nases[0]
    #expect(found.tokenPercent == 66.7 && found.sessionPercent == 33.3 && found.soleOfferPercent == 0)
    #expect(report([tally("nas", [.begun: 1])]).nases[0].tokenPercent == nil)
  }

  @Test func daysBeforeAreLeftOut() {
    let found = report(
      [tally("old", day: today - 8, [.begun: 1]), tally("new", day: today - 7, [.begun: 1])], days: 7)
    #expect(found.nases.map(\.nas) == ["new"] && found.since == LeaseTally.start(ofDay: today - 7))
  }

  /// 720 an hour, each back after 60 s: 12 are in doubt at once, and the pool never runs dry.
  @Test func whatComesBackFastEnoughNeverRunsDry() throws {
    let lossy = tally("nas", [.doubts: 8640, .doubtsOver: 8600, .doubtMilliseconds: 8600 * 60_000])
    let pool = try #require(report([lossy], free: 1, quarantined: 12).pools.first)
    #expect(pool.runsDry == nil && pool.inDoubtExpected == 12 && pool.doubtsPerDay == 17_280)
    #expect(pool.doubtMeanSeconds == 60 && pool.inDoubt == 12)
  }

  /// One a second, each away for ten minutes: 600 would be in doubt, and 200 are free for 200 seconds.
  @Test func whatDoesNotRunsDry() throws {
    let lossy = tally("nas", first: -1000, [.doubts: 1000, .doubtsOver: 400, .doubtMilliseconds: 400 * 600_000])
    let pool = try #require(report([lossy], free: 200).pools.first)
    #expect(pool.inDoubtExpected == 600 && pool.runsDry == Story.time(200))
    let text = try LeaksText(report([lossy], free: 200)).text()
    #expect(text.contains("2026-03-01 12:03:20Z") && text.contains("No NAS stands out.\n"))
  }

  /// Columns that say nothing are left out of the table, and are in CSV.
  @Test func theTableLeavesOutWhatIsNothing() throws {
    let found = report([tally("nas", [.begun: 10, .stopped: 3, .endedSilence: 7])])
    let text = try LeaksText(found).text()
    #expect(text.hasPrefix("Counted since 2026-02-22 00:00:00Z, whole days, UTC.\n\n"))
    #expect(text.contains("\nNAS  BEGUN  STOPPED    LOST  SILENT\nnas     10        3  70.0 %       7\n"), "\(text)")
    #expect(text.contains("NAS nas does not tell when sessions end: 7 of 10 ended without a Stop (most by silence).\n"))
    #expect(text.contains("never"))
    let lines = try Reports.leaks(found.nases, hasFault: true).text(.csv).split(separator: "\n")
    #expect(lines[0].contains(",portReused,") && lines[0].hasSuffix(",doubtLongestSeconds,fault"))
    #expect(lines[1].hasSuffix(",does not tell when sessions end: 7 of 10 ended without a Stop (most by silence)"))
    let pools = try Reports.outlooks(found.pools).text(.csv).split(separator: "\n")
    #expect(pools[0].hasPrefix("pool,size,free,inDoubt,") && pools[1].hasPrefix("main,254,200,0,"))
    #expect(try LeaksText(report([])).text().contains("No NAS has had a session in this time."))
  }

  @Test func aRotationIsSaid() {
    func rotation(_ keys: [UInt8]) -> TokenRotation { TokenRotation(keys.map { TokenKey(number: $0, bytes: []) }) }
    #expect(RotationText.text(rotation([1])) == "Key 1 signs lease tokens from now on. There was none before it.\n")
    #expect(
      RotationText.text(rotation([3, 2, 1]))
        == "Key 3 signs lease tokens from now on; what keys 2 and 1 signed stays good.\n")
    #expect(RotationText.text(rotation([9, 8, 7, 6, 5, 4, 3, 2])).contains("The next rotation drops key 2"))
  }
}
