import Accounting
import AddressPool
import Authentication
import NetworkAddress
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire
import ServerCore
import Simulation
import Testing
import Timebase

/// Recorded sessions under another configuration.
struct RehearsalTests {
  private static let zero = Timestamp(seconds: 1_772_000_000)

  private static func record(
    _ status: UInt32, _ user: Int, at seconds: Int64, sessionTime: Int64? = nil, address: UInt32? = nil
  ) throws -> AccountingRecord {
    var packet = PacketBuilder(code: .accountingRequest, identifier: 1)
    try packet.append(.acctStatusType, integer: status)
    try packet.append(.userName, text: "user\(user)")
    try packet.append(.acctSessionID, text: "s\(user)")
    try packet.append(.nasIPAddress, integer: 0xc000_0201)
    if let sessionTime { try packet.append(.acctSessionTime, integer: UInt32(sessionTime)) }
    if let address { try packet.append(.framedIPAddress, integer: address) }
    let time = zero.advanced(byMilliseconds: seconds * 1000)
    return AccountingRecord(
      arrival: time, event: time, client: "lab", nas: "192.0.2.1/192.0.2.1", source: "192.0.2.1:4000",
      verdict: .replayed, leaseID: 0, packet: packet.finish())
  }

  /// A session from `begin` for `length` seconds, that reports every ten minutes.
  private static func session(_ user: Int, from begin: Int64, for length: Int64, stops: Bool = true) throws
    -> [AccountingRecord]
  {
    var records = [try record(1, user, at: begin, address: 0x0a00_0001)]
    for time in stride(from: 600, to: length, by: 600) {
      records.append(try record(3, user, at: begin + time, sessionTime: time))
    }
    if stops { records.append(try record(2, user, at: begin + length, sessionTime: length)) }
    return records
  }

  private static func report(_ records: [AccountingRecord], size: UInt32) throws -> RehearsalReport {
    var traffic = RecordedTraffic()
    for record in records { traffic.take(record) }
    let first = IPv4Address(rawValue: 0x0a00_0001)
    let range = try #require(AddressRange(first: first, last: IPv4Address(rawValue: first.rawValue + size - 1)))
    let block = try #require(AddressBlock("192.0.2.0/24"))
    let client = ClientDefinition(name: "lab", block: block, secret: SharedSecret("testing123"))
    let dictionary = try AttributeDictionary.parse(
      """
      ATTRIBUTE User-Name 1 string
      ATTRIBUTE Auth-Type 1000 integer
      ATTRIBUTE Cleartext-Password 1100 string
      VALUE Auth-Type Accept 254
      VALUE Auth-Type Reject 4

      """, name: "test")
    // Nobody proves anything, and user0 has a password.
    let users = try UserStore.parse("user0 Cleartext-Password := \"x\"\n", file: "users", dictionary: dictionary)
    let policy = EnginePolicy(
      clients: ClientTable([client]), pools: [PoolDefinition(name: "main", ranges: [range])],
      users: users.lettingEveryoneIn(), rejectDelay: 1000)
    return Rehearsal.run(traffic, policy: policy, limits: EngineLimits())
  }

  @Test func aPoolThatIsTooSmallSaysHowLargeItShouldBe() throws {
    let records = try (0..<10).flatMap { try Self.session($0, from: Int64(60 * $0), for: 3600) }
    let small = try Self.report(records, size: 4)
    #expect(small.pools.map(\.peak) == [4] && small.pools.map(\.rejected) == [6] && small.pools.map(\.needed) == [10])
    #expect(small.rejected == ["poolEmpty": 6] && small.sessions == 4 && small.asks == 10)
    let enough = try Self.report(records, size: 10)
    #expect(enough.pools.map(\.peak) == [10] && enough.pools.map(\.needed) == [10] && enough.rejected.isEmpty)
    for report in [small, enough] {
      #expect(report.withoutStop == 0 && report.stillHeld == 0 && report.lostAddress == 0 && report.openAtEnd == 0)
    }
  }

  /// A lost Stop: the address comes back when three Interims are missing, and has rested.
  @Test func aLostStopIsALeakAvoided() throws {
    let lost = try Self.session(1, from: 0, for: 3000, stops: false)
    let later = try Self.session(2, from: 20_000, for: 600)
    let report = try Self.report(lost + later, size: 1)
    #expect(report.withoutStop == 1 && report.leaksAvoided == ["silence": 1] && report.openAtEnd == 0)
    #expect(report.idleLongestSeconds == 3 * 600 + 10 + 60 && report.pools[0].rejected == 0)
    #expect(report.sessions == 2 && report.stillHeld == 0 && report.lostAddress == 0)
  }

  @Test func whatIsUpWhereTheRecordsEndIsNoLoss() throws {
    let report = try Self.report(
      Self.session(1, from: 0, for: 3000, stops: false) + Self.session(2, from: 2400, for: 900), size: 2)
    #expect(report.openAtEnd == 1 && report.withoutStop == 0 && report.leaksAvoided.isEmpty)
  }

  /// Files come in any order, and some records twice.
  @Test func theOrderOfTheRecordsIsNothing() throws {
    let records = try (0..<6).flatMap { try Self.session($0, from: Int64(500 * $0), for: 1800, stops: $0 != 2) }
    var report = try Self.report(records, size: 3)
    let other = try Self.report(records.reversed() + records.prefix(5), size: 3)
    report.records = other.records
    #expect(report == other)
  }
}
