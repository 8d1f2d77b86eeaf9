import Accounting
import Admin
import Foundation
import NetworkAddress
import RADIUSWire
import Storage
import TestRandom
import Testing
import Timebase

/// Reports against sessions that are counted second by second: slow, and obvious.
@Suite struct UsageReportTests {
  private struct Made {
    var user: String
    var nas: String
    var start: Int64
    var stop: Int64?
    var octets: UInt32
  }

  /// 2025-03-29 12:00 UTC, eleven hours before the clocks go forward in Berlin.
  private static let begin: Int64 = 1_743_249_600
  private static let length: Int64 = 2 * 86_400

  /// Berlin's offsets: summer time from 2025-03-30 01:00 UTC.
  private static let berlin = ZoneOffsets(
    from: Timestamp(seconds: begin - 86_400), to: Timestamp(seconds: begin + 4 * 86_400)
  ) { $0.seconds < 1_743_296_400 ? 3_600 : 7_200 }

  private static func world(_ seed: UInt64) throws -> (MemoryStore, [Made]) {
    var random = SeededGenerator(seed: seed)
    let store = MemoryStore()
    var made: [Made] = []
    for number in 0..<80 {
      let start = begin + Int64.random(in: 0..<length, using: &random)
      let stop =
        Int.random(in: 0..<9, using: &random) == 0 ? nil : start + Int64.random(in: 30..<40_000, using: &random)
      let session = Made(
        user: "user\(number % 11)", nas: "192.0.2.\(number % 3)", start: start, stop: stop,
        octets: UInt32.random(in: 0..<1_000_000, using: &random))
      made.append(session)
      try store.append([try record(1, number, session, at: start)])
      if let stop { try store.append([try record(2, number, session, at: stop)]) }
    }
    return (store, made)
  }

  private static func record(_ status: UInt32, _ number: Int, _ made: Made, at seconds: Int64) throws -> JournalEntry {
    var packet = PacketBuilder(code: .accountingRequest, identifier: 1)
    try packet.append(.acctStatusType, integer: status)
    try packet.append(.acctSessionID, text: "s\(number)")
    try packet.append(.userName, text: made.user)
    if status == 2 {
      try packet.append(.acctSessionTime, integer: UInt32(seconds - made.start))
      try packet.append(.acctInputOctets, integer: made.octets)
    }
    let time = Timestamp(seconds: seconds)
    return .accounting(
      AccountingRecord(
        arrival: time, event: time, client: "lab", nas: made.nas, source: "192.0.2.1:1813", verdict: .noLease,
        leaseID: 0, packet: packet.finish()))
  }

  @Test(arguments: [UsageGrouping.hour, .day, .month], [UInt64(1), 2, 3])
  func byTimeIsWhatTheSecondsAddUpTo(grouping: UsageGrouping, seed: UInt64) throws {
    let (store, made) = try UsageReportTests.world(seed)
    let from = UsageReportTests.begin + 3_600
    let to = UsageReportTests.begin + UsageReportTests.length
    let now = to - 7_000
    let request = UsageRequest(
      by: grouping, from: Timestamp(seconds: from), to: Timestamp(seconds: to), zone: UsageReportTests.berlin,
      now: Timestamp(seconds: now))
    let report = try UsageAnalysis(request, store: store).report()
    let edges = report.rows.compactMap(\.from?.seconds) + [to]
    #expect(edges.first == from && edges.count == report.rows.count + 1)
    for (row, span) in zip(report.rows, zip(edges, edges.dropFirst())) {
      let span = span.0..<span.1
      let begun = made.filter { span.contains($0.start) }
      let ended = made.filter { $0.stop.map(span.contains) ?? false }
      let until = min(span.upperBound, max(now, span.lowerBound))
      let seconds = made.reduce(Int64(0)) { sum, session in
        sum + max(0, min(session.stop ?? until, until) - max(session.start, span.lowerBound))
      }
      let peak = stride(from: span.lowerBound, to: span.upperBound, by: 60).map { minute in
        made.filter { $0.start < minute && ($0.stop ?? .max) >= minute }.count
      }.max()
      let place = "seed \(seed), \(row.name)"
      #expect(row.sessions == Int64(begun.count) && row.users == Set(begun.map(\.user)).count, "\(place)")
      #expect(row.ended == Int64(ended.count) && row.lost == 0, "\(place)")
      #expect(row.inputOctets == ended.reduce(0) { $0 + Int64($1.octets) }, "\(place)")
      if span.upperBound <= now {
        #expect(row.seconds == seconds && row.peak == peak.map { Int64($0) }, "\(place)")
      }
      let mean =
        ended.isEmpty ? nil : ended.reduce(0.0) { $0 + Double(($1.stop ?? 0) - $1.start) } / Double(ended.count)
      #expect(row.meanSeconds.map { Int($0) } == mean.map { Int($0) }, "\(place)")
    }
    #expect(report.total.sessions == report.rows.reduce(0) { $0 + $1.sessions })
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func otherGroupingsAddUpToTheSame(seed: UInt64) throws {
    let (store, made) = try UsageReportTests.world(seed)
    // Neither end is a midnight of any zone: whole days come out of rollups, the rest out of sessions.
    let from = UsageReportTests.begin + 4_500
    let to = UsageReportTests.begin + UsageReportTests.length - 900
    func report(_ grouping: UsageGrouping) throws -> UsageReport {
      let request = UsageRequest(
        by: grouping, from: Timestamp(seconds: from), to: Timestamp(seconds: to), zone: ZoneOffsets(),
        now: Timestamp(seconds: to))
      return try UsageAnalysis(request, store: store).report()
    }
    let begun = made.filter { $0.start >= from && $0.start < to }
    let users = try report(.user)
    #expect(users.total.sessions == Int64(begun.count))
    for row in users.rows {
      let own = begun.filter { $0.user == row.name }
      #expect(
        row.sessions == Int64(own.count)
          && row.inputOctets == own.reduce(0) { $0 + ($1.stop == nil ? 0 : Int64($1.octets)) })
    }
    let nases = try report(.nas)
    let month = try report(.month)
    #expect(nases.total == month.total && nases.rows.reduce(0) { $0 + $1.seconds } == month.total.seconds)
    for row in nases.rows {
      let own = begun.filter { $0.nas == row.name }
      #expect(row.sessions == Int64(own.count) && row.users == Set(own.map(\.user)).count, "seed \(seed), \(row.name)")
    }
    let causes = try report(.cause)
    #expect(causes.total.sessions == Int64(made.filter { ($0.stop ?? 0) >= from && ($0.stop ?? .max) < to }.count))
  }

  /// Requests cross the control socket as they were asked, "all of them" too.
  @Test func requestsCrossTheSocket() throws {
    var search = SearchRequest(limit: .max)
    (search.user, search.isOpen, search.from) = ("alice", true, Timestamp(milliseconds: 1_743_249_600_123))
    let usage = UsageRequest(
      by: .cause, from: Timestamp(seconds: 1), to: Timestamp(seconds: 2), zone: UsageReportTests.berlin,
      now: Timestamp(seconds: 3), pool: "main")
    for request in [.search(search), .sessions(.all, matching: search), ControlRequest.report(usage)] {
      #expect(try JSONDecoder().decode(ControlRequest.self, from: JSONEncoder().encode(request)) == request)
    }
  }

  @Test func spansFollowTheClocks() {
    let day = UsageRequest(
      by: .day, from: Timestamp(seconds: 1_743_202_800), to: Timestamp(seconds: 1_743_458_400),
      zone: UsageReportTests.berlin, now: Timestamp(seconds: 0))
    let spans = ReportSpans(day)
    #expect(spans.names == ["2025-03-29", "2025-03-30", "2025-03-31"])
    #expect(zip(spans.edges, spans.edges.dropFirst()).map { $0.milliseconds(to: $1) / 3_600_000 } == [24, 23, 24])
    var hour = day
    hour.by = .hour
    let names = ReportSpans(hour).names
    #expect(names.count == 71 && names[25] == "2025-03-30 01:00+01:00" && names[26] == "2025-03-30 03:00+02:00")
  }
}
