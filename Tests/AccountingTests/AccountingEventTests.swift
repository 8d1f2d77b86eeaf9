import Accounting
import NetworkAddress
import RADIUSWire
import Testing
import Timebase

struct AccountingEventTests {
  private func event(_ build: (inout PacketBuilder) throws -> Void) throws -> AccountingEvent? {
    var packet = PacketBuilder(code: .accountingRequest, identifier: 1)
    try packet.append(.acctStatusType, integer: 3)
    try build(&packet)
    return AccountingEvent(
      AccountingRecord(
        arrival: Timestamp(milliseconds: 1_999), event: Timestamp(milliseconds: 1_999), client: "lab", nas: "n",
        source: "[2001:db8::1]:1813", verdict: .noLease, leaseID: 0, packet: packet.finish()))
  }

  @Test func attributesAreNamed() throws {
    let event = try #require(
      try event {
        try $0.append(.nasPortType, integer: 15)
        try $0.append(.serviceType, integer: 2)
        try $0.append(.framedProtocol, integer: 1)
        try $0.append(.acctAuthentic, integer: 1)
        try $0.append(.acctTerminateCause, integer: 4)
        try $0.append(.nasPort, integer: 12)
        try $0.append(.classAttribute, [0xab, 0x01])
        try $0.append(.framedIPv6Prefix, [0, 64, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0])
        try $0.append(.framedInterfaceID, [0, 1, 0, 2, 0, 3, 0xab, 0xcd])
      })
    #expect(event.nasPortType == "Ethernet" && event.serviceType == "Framed-User" && event.framedProtocol == "PPP")
    #expect(event.authentic == "RADIUS" && event.terminateCause == "Idle-Timeout" && event.nasPortID == "12")
    #expect(event.classText == "0xab01" && event.framedIPv6Prefix == "2001:db8::/64")
    #expect(event.framedInterfaceID == "1:2:3:abcd" && event.nasIPAddress == "2001:db8::1")
    #expect(event.time == Timestamp(seconds: 1))
  }

  @Test func portNamesComeBeforePortNumbers() throws {
    for isFirst in [true, false] {
      let event = try event {
        if isFirst { try $0.append(.nasPortID, text: "eth0") }
        try $0.append(.nasPort, integer: 12)
        if !isFirst { try $0.append(.nasPortID, text: "eth0") }
      }
      #expect(event?.nasPortID == "eth0")
    }
  }

  @Test func unknownNumbersStayNumbers() throws {
    let event = try event {
      try $0.append(.nasPortType, integer: 9_999)
      try $0.append(.acctTerminateCause, integer: 0)
    }
    #expect(event?.nasPortType == "9999" && event?.terminateCause == "0")
  }

  /// Whatever is of the wrong length is as good as absent.
  @Test func malformedAttributesAreAbsent() throws {
    let event = try #require(
      try event {
        try $0.append(.acctInputOctets, [1, 2])
        try $0.append(.acctSessionTime, [1])
        try $0.append(.framedIPAddress, [10, 0, 0])
        try $0.append(.framedIPv6Prefix, [0, 200, 1])
        try $0.append(.framedIPv6Prefix, [0, 64, 1])
        try $0.append(.framedInterfaceID, [1])
        try $0.append(.userName, [0xff, 0xfe])
        try $0.append(.acctSessionID, [])
      })
    #expect(event.inputOctets == nil && event.sessionTime == nil && event.framedIPAddress == nil)
    #expect(event.framedIPv6Prefix.isEmpty && event.framedInterfaceID.isEmpty && event.session.isEmpty)
    #expect(event.user == "\u{fffd}\u{fffd}")
  }

  @Test func theLeaseTellsTheAddressThatTheNASDoesNot() throws {
    let address = IPv4Address(rawValue: 0x0a40_0007)
    var record = AccountingRecord(
      arrival: Timestamp(seconds: 1), event: Timestamp(seconds: 1), client: "", nas: "", source: "",
      verdict: .applied, leaseID: 1, packet: try packet(), leaseAddress: address)
    #expect(AccountingEvent(record)?.framedIPAddress == address)
    record.packet = try packet { try $0.append(.framedIPAddress, [192, 0, 2, 1]) }
    #expect(AccountingEvent(record)?.framedIPAddress == IPv4Address("192.0.2.1"), "what the NAS says stands")
  }

  private func packet(_ fill: (inout PacketBuilder) throws -> Void = { _ in }) throws -> [UInt8] {
    var builder = PacketBuilder(code: .accountingRequest, identifier: 1)
    try builder.append(.acctStatusType, integer: 1)
    try fill(&builder)
    return builder.finish()
  }

  @Test func whatIsNoPacketIsNoEvent() {
    let record = AccountingRecord(
      arrival: Timestamp(seconds: 1), event: Timestamp(seconds: 1), client: "", nas: "", source: "", verdict: .noLease,
      leaseID: 0, packet: [4, 1, 0])
    #expect(AccountingEvent(record) == nil)
  }

  @Test func countersStayWhatADatabaseCanHold() throws {
    let event = try event {
      try $0.append(.acctInputGigawords, integer: .max)
      try $0.append(.acctInputOctets, integer: .max)
    }
    #expect(event?.inputOctets == UInt64(Int64.max))
  }
}
