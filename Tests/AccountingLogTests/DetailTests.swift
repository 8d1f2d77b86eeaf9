import Accounting
import AccountingLog
import NetworkAddress
import RADIUSDictionary
import RADIUSWire
import Testing
import Timebase

@Suite struct DetailTests {
  private static let stop = """
    User-Name = "al \\"x\\" \\\\ ü", Acct-Status-Type = Stop, Acct-Session-Id = "s-1", NAS-IP-Address = 192.0.2.9,
    Framed-IP-Address = 10.64.0.7, Acct-Session-Time = 600, Acct-Input-Octets = 4294967295, Acct-Input-Gigawords = 2,
    Acct-Terminate-Cause = User-Request, Acct-Delay-Time = 2, Class = 0x00ff41, Tunnel-Type:1 = VLAN,
    Cisco-AVPair = "a=b", Cisco-AVPair = "c=d", MS-Primary-DNS-Server = 192.0.2.53,
    Event-Timestamp = "Nov 24 2026 08:44:35 UTC", Attr-191.7 = 0x0102
    """

  @Test func aRecordIsWrittenAsFreeRADIUSDoes() throws {
    let record = try Sample.record("User-Name = \"alice\", Acct-Status-Type = Start, Acct-Session-Id = \"1\"")
    let text = DetailText.text(record, dictionary: Sample.dictionary, secondsEast: 3600)
    let expected = """
      Tue Nov 24 09:44:37 2026
      \tUser-Name = "alice"
      \tAcct-Status-Type = Start
      \tAcct-Session-Id = "1"
      \tClient-IP-Address = 192.0.2.7
      \tPacket-Src-Port = 1646
      \tTimestamp = 1795509877


      """
    #expect(text == expected)
  }

  @Test(arguments: ["192.0.2.7:1646", "[2001:db8::7]:1646"])
  func whatIsWrittenIsReadBack(source: String) throws {
    let record = try Sample.record(DetailTests.stop, source: source)
    let reader = Sample.read(DetailText.text(record, dictionary: Sample.dictionary, secondsEast: 0))
    #expect(reader.faults.isEmpty)
    let read = try #require(reader.records.first)
    #expect(read.packet.bytes[20...] == record.packet[20...])
    #expect(read.source == Endpoint(source)?.address && read.port == 1646)
    #expect(read.received.seconds == Sample.arrival.seconds)
    let address = try #require(read.source)
    let again = read.accountingRecord(client: "lab", source: address, now: Sample.arrival)
    #expect(again.event == record.event && again.verdict == .replayed)
    #expect(EventKey(again) == EventKey(record))
  }

  @Test func aReplayedRecordKeepsItsTime() throws {
    var record = try Sample.record(DetailTests.stop, verdict: .replayed)
    record.arrival = Sample.arrival.advanced(byMilliseconds: 86_400_000)
    let text = DetailText.text(record, dictionary: Sample.dictionary, secondsEast: 0)
    #expect(text.hasPrefix("Tue Nov 24 08:44:37 2026\n"))
  }

  @Test func secretsStayAsTheyCame() throws {
    let record = try Sample.record(
      "Acct-Status-Type = Start, Attr-69 = 0x01aabbccddeeff0011, User-Password = \"hidden\"")
    let text = DetailText.text(record, dictionary: Sample.dictionary, secondsEast: 0)
    #expect(!text.contains("hidden"))
    #expect(text.contains("\tAttr-69 = 0x0001aabb"))
    let read = try #require(Sample.read(text).records.first)
    #expect(read.packet.bytes[20...] == record.packet[20...])
  }

  /// What FreeRADIUS adds is passed over, and its own way of ending lines and quoting is read.
  @Test func filesOfOtherServersAreRead() throws {
    let reader = Sample.read(
      """
      Sat Mar  7 23:59:58 2026\r
      \tPacket-Type = Accounting-Request\r
      \tAcct-Status-Type = Interim-Update\r
      \tUser-Name = 'bob'\r
      \tNAS-IP-Address = 198.51.100.1\r
      \tAcct-Unique-Session-Id = "0123456789abcdef"\r
      \tStripped-User-Name = "bob"\r
      \tTmp-String-9 = "ai:"\r
      \tRequest-Authenticator = Verified\r
      \r
      Sun Mar  8 00:00:02 2026
      \tAcct-Status-Type = Stop
      \tUser-Name = "bob"
      \tTimestamp = 1772928002
      """)
    #expect(reader.records.count == 2)
    #expect(reader.records.map(\.line) == [1, 11])
    // The head is local time, one hour east.
    #expect(reader.records[0].received.rfc3339 == "2026-03-07T22:59:58.000Z")
    #expect(reader.records[0].source == IPAddress("198.51.100.1"))
    #expect(reader.records[1].source == nil)
    #expect(reader.faults.allSatisfy { $0.consequence == .ignored })
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var text: String
    var line: Int
    var problem: String
    var testDescription: String { problem }
  }

  @Test(arguments: [
    Fault(text: "\tAcct-Status-Type = Start\n\tAcct-Session-Time = many\n", line: 4, problem: "many"),
    Fault(text: "\tAcct-Status-Type = Start\n\tUser-Name = \"open\n", line: 4, problem: "not closed"),
    Fault(text: "\tAcct-Status-Type = Start\n\tUser-Name\n", line: 4, problem: "no operator"),
    Fault(text: "\tUser-Name = \"a\"\n", line: 2, problem: "no Acct-Status-Type"),
    Fault(text: "\tPacket-Type = Access-Request\n\tUser-Name = \"a\"\n", line: 3, problem: "Access-Request"),
    Fault(text: "\tAcct-Status-Type = Start\n\tTimestamp = soon\n", line: 4, problem: "Timestamp"),
    Fault(text: "\tAcct-Status-Type = Start\n\tClient-IP-Address = here\n", line: 4, problem: "no address"),
    Fault(text: "", line: 2, problem: "no attribute"),
  ])
  func whatIsBadIsReportedAndTheRestIsRead(fault: Fault) {
    let good = "Tue Nov 24 08:44:37 2026\n\tAcct-Status-Type = Stop\n\n"
    let reader = Sample.read("\nTue Nov 24 08:44:37 2026\n\(fault.text)\n\(good)", file: "lost/detail")
    #expect(reader.records.count == 1)
    #expect(reader.faults.map(\.line) == [fault.line])
    #expect(reader.faults.first?.consequence == .skipped)
    #expect(reader.faults.first?.description.contains(fault.problem) == true)
    #expect(reader.faults.first?.description.hasPrefix("lost/detail:\(fault.line): ") == true)
  }

  @Test func aRecordWithoutAnyTimeIsReported() {
    let reader = Sample.read("somebody's head\n\tAcct-Status-Type = Start\n")
    #expect(reader.records.isEmpty)
    #expect(reader.faults.first?.problem.contains("no time") == true)
  }
}
