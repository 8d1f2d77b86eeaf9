import Accounting
import AddressPool
import Migration
import NetworkAddress
import Testing
import Timebase

@Suite struct TableImportTests {
  private func rows(_ text: String) -> [TableRow] {
    var reader = CSVReader(file: "table.csv")
    return text.split(separator: "\n").compactMap { reader.take(String($0)) }
  }

  private func sessions() -> SessionsImport {
    SessionsImport(
      dictionary: FreeRADIUSImportTests.dictionary, times: TableTime { _ in 0 }, now: ImportedTables.now
    ) { address in address == IPAddress("192.0.2.1") ? "bras" : nil }
  }

  @Test(arguments: [false, true])
  func sessionsBecomeRecords(hasTabs: Bool) throws {
    let text =
      hasTabs
      ? ImportedTables.radacct.replacing("\"al, \"\"x\"\"\"", with: "al; x").replacing(",", with: "\t")
      : ImportedTables.radacct
    var sessions = sessions()
    let records = rows(text).map { sessions.take($0) }
    #expect(records.map(\.count) == [2, 2, 0, 2, 0])
    #expect((sessions.past, sessions.open) == (2, 1))
    #expect(sessions.findings.map(\.line) == [4, 6])
    #expect(sessions.span?.lowerBound.rfc3339 == "2026-11-01T10:00:00.000Z")
    let stop = try #require(AccountingEvent(records[0][1]))
    #expect(stop.status == .stop && stop.inputOctets == 5_000_000_000 && stop.outputOctets == 12)
    #expect(stop.terminateCause == "User-Request" && stop.nasPortType == "Ethernet" && stop.nasPortID == "7")
    #expect(records[0][1].nas == "192.0.2.1/192.0.2.1" && records[0][1].client == "bras")
    let interim = try #require(AccountingEvent(records[1][1]))
    #expect(interim.status == .interim && interim.nasPortID == "ge-0/0")
    #expect(interim.user == (hasTabs ? "al; x" : "al, \"x\""))
    #expect(records[3][0].event.rfc3339 == "2026-11-02T10:59:00.000Z")
    let address = try #require(IPv4Address("10.8.0.1"))
    #expect(sessions.openSessions[address]?.session == "s2")
  }

  @Test func addressesThatAreHeldBecomeLeases() throws {
    var leases = LeasesImport(times: TableTime { _ in 0 }, now: ImportedTables.now)
    for row in rows(ImportedTables.radippool) { leases.take(row) }
    #expect(leases.live.map(\.user) == ["alice"])
    #expect(leases.findings.map(\.line) == [6, 8])
    let alice = try #require(leases.live.first)
    let open = OpenSession(
      session: "s2", user: "alice", port: "7", start: ImportedTables.now.advanced(byMilliseconds: -3_600_000),
      inputOctets: 77, outputOctets: 88)
    let lease = alice.transition(
      id: LeaseID(rawValue: 4), client: "bras", session: open, now: ImportedTables.now
    ).lease
    #expect(lease.state == .active && lease.id.rawValue == 4 && lease.holder?.session == "s2")
    #expect(lease.deadline?.rfc3339 == "2026-11-24T13:00:00.000Z" && lease.sessionTimeout == 7200)
    // Times without a zone are of the zone that is said; 13:00+01 is noon, and past.
    var east = LeasesImport(times: TableTime { _ in 7200 }, now: ImportedTables.now)
    for row in rows(ImportedTables.radippool) { east.take(row) }
    #expect(east.live.isEmpty)
  }
}
