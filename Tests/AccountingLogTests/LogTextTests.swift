import Accounting
import AccountingLog
import Foundation
import Testing
import Timebase

@Suite struct LogTextTests {
  @Test func jsonLinesAreJSON() throws {
    let record = try Sample.record(
      "User-Name = \"a\\\"b\\n\", Acct-Status-Type = Start, Cisco-AVPair = \"x=1\", Cisco-AVPair = \"y=2\", "
        + "Acct-Session-Time = 7, Class = 0x00ff, Event-Timestamp = \"Nov 24 2026 08:44:35 UTC\"")
    let line = LogFormat.jsonLines.text(record, dictionary: Sample.dictionary, secondsEast: 0)
    #expect(line.hasSuffix("}\n") && line.dropLast().allSatisfy { $0 != "\n" })
    let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let attributes = try #require(object["attributes"] as? [String: Any])
    #expect(object["time"] as? String == "2026-11-24T08:44:37.250Z")
    #expect(object["event"] as? String == "2026-11-24T08:44:35.000Z")
    #expect(attributes["User-Name"] as? String == "a\"b\n")
    #expect(attributes["Acct-Status-Type"] as? String == "Start")
    #expect(attributes["Acct-Session-Time"] as? Int == 7)
    #expect(attributes["Class"] as? String == "0x00ff")
    #expect(attributes["Cisco-AVPair"] as? [String] == ["x=1", "y=2"])
  }

  @Test func csvHasItsColumns() throws {
    let record = try Sample.record("User-Name = \"=cmd,1\", Acct-Status-Type = Stop, Acct-Output-Gigawords = 1")
    let line = LogFormat.csv.text(record, dictionary: Sample.dictionary, secondsEast: 0)
    #expect(LogFormat.csv.header.hasPrefix("time,event,status,user,session,client,nas,"))
    #expect(line.hasPrefix("2026-11-24T08:44:37.250Z,2026-11-24T08:44:37.250Z,Stop,\"'=cmd,1\",,lab,"))
    #expect(line.contains(",4294967296,,applied,5\n"))
  }

  @Test func pathsFollowClientAndDay() throws {
    let path = try LogPath("radacct/%{client}/detail-%Y%m%d")
    let record = try Sample.record("Acct-Status-Type = Start")
    #expect(path.file(for: record, secondsEast: { _ in 0 }) == "radacct/lab/detail-20261124")
    #expect(path.file(for: record, secondsEast: { _ in 16 * 3600 }) == "radacct/lab/detail-20261125")
    #expect(path.day(of: "radacct/lab/detail-20261124") == LogDay(year: 2026, month: 11, day: 24))
    #expect(path.matches("radacct/lab/detail-2026112") == false)
    #expect(path.matches("radacct/a/b/detail-20261124") == false)
    #expect(path.matches("radacct/lab/detail-20261124.gz") == false)
  }

  @Test(arguments: ["..", ".", "../etc", "a/b", ".hidden"])
  func aClientsNameLeadsNowhereElse(name: String) throws {
    let file = try LogPath("logs/%{client}").file(client: name, day: LogDay(year: 2026, month: 1, day: 1))
    #expect(file.dropFirst("logs/".count).allSatisfy { $0 != "/" })
    #expect(!file.hasPrefix("logs/."))
  }

  @Test(arguments: ["a-%H", "a-%", "a-%Y", "a-%d", "%{user}"])
  func wrongPathsAreRefused(text: String) { #expect(throws: LogPath.Fault.self) { try LogPath(text) } }

  @Test func anEventIsKnownASecondTime() throws {
    let text = "Acct-Status-Type = Stop, Acct-Session-Id = \"1\", User-Name = \"a\""
    let record = try Sample.record(text)
    var retry = try Sample.record("User-Name = \"a\", Acct-Session-Id = \"1\", Acct-Status-Type = Stop")
    var other = try Sample.record(text + ", Acct-Session-Time = 1")
    var index = EventIndex(from: record.event, to: record.event)
    func expectKnown(_ record: AccountingRecord, _ isKnown: Bool) {
      let found = index.contains(orAdds: record)
      #expect(found == isKnown)
    }
    expectKnown(record, false)
    expectKnown(record, true)
    retry.event = record.event.advanced(byMilliseconds: 3_000)
    expectKnown(retry, true)
    retry.event = record.event.advanced(byMilliseconds: 60_000)
    expectKnown(retry, false)
    other.event = record.event
    expectKnown(other, false)
    // What lies outside of its span is not kept.
    var later = EventIndex(from: record.event, to: record.event)
    later.add(retry)
    #expect(later.count == 0)
  }
}
