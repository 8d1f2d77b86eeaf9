import Accounting
import NetworkAddress
import RADIUSWire
import Storage
import Timebase

/// What a session truly was, and the packets in which its NAS tells it.
struct PacketHistory {
  struct Packet {
    /// 1 Start, 3 Interim, 2 Stop.
    var status: UInt32
    /// Seconds since the session's start.
    var age: Int64
    var input: UInt64
    var output: UInt64
    /// A Stop that tells no counters.
    var hasCounters = true
  }

  var session: String
  var user: String
  var nas: String
  var start: Timestamp
  var packets: [Packet]

  /// `number` makes the Acct-Session-Id.
  static func random(number: Int, from begin: Timestamp, _ random: inout RandomEntries) -> PacketHistory {
    let start = begin.advanced(byMilliseconds: Int64(random.number(86_400 * 2)) * 1000)
    var packets = [Packet(status: 1, age: 0, input: 0, output: 0)]
    var (age, input, output): (Int64, UInt64, UInt64) = (0, 0, 0)
    for _ in 0..<random.number(6) {
      age += Int64(60 + random.number(20_000))
      input += UInt64(random.number(3_000_000_000))
      output += UInt64(random.number(6_000_000_000))
      packets.append(Packet(status: 3, age: age, input: input, output: output))
    }
    if random.number(8) > 0 {
      let hasCounters = random.number(6) > 0
      if hasCounters { input += UInt64(random.number(1_000_000)) }
      age += Int64(60 + random.number(4_000))
      packets.append(Packet(status: 2, age: age, input: input, output: output, hasCounters: hasCounters))
    }
    return PacketHistory(
      session: "h\(number)", user: "user\(random.number(5))", nas: "192.0.2.\(random.number(3))", start: start,
      packets: packets)
  }

  func time(of packet: Packet) -> Timestamp { start.advanced(byMilliseconds: packet.age * 1000) }

  /// The packet as it comes, `delay` seconds late.
  func record(_ packet: Packet, delay: Int64, verdict: AccountingVerdict = .noLease) throws -> JournalEntry {
    var builder = PacketBuilder(code: .accountingRequest, identifier: 7)
    try builder.append(.acctStatusType, integer: packet.status)
    try builder.append(.acctSessionID, text: session)
    try builder.append(.userName, text: user)
    try builder.append(.acctDelayTime, integer: UInt32(delay))
    if packet.status != 1 { try builder.append(.acctSessionTime, integer: UInt32(packet.age)) }
    if packet.status != 1, packet.hasCounters {
      try builder.append(.acctInputOctets, integer: UInt32(truncatingIfNeeded: packet.input))
      try builder.append(.acctInputGigawords, integer: UInt32(packet.input >> 32))
      try builder.append(.acctOutputOctets, integer: UInt32(truncatingIfNeeded: packet.output))
      try builder.append(.acctOutputGigawords, integer: UInt32(packet.output >> 32))
    }
    let time = time(of: packet)
    return .accounting(
      AccountingRecord(
        arrival: time.advanced(byMilliseconds: delay * 1000), event: time, client: "lab", nas: nas,
        source: "192.0.2.1:40000", verdict: verdict, leaseID: 0, packet: builder.finish()))
  }
}
