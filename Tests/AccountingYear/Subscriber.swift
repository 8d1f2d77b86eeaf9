import AddressPool
import NetworkAddress
import RADIUSWire
import TestRandom
import Timebase

/// One of the ISP's customers.
struct Subscriber {
  let user: String
  let nas: Int
  let nasName: String
  let client: String
  let source: String
  let nasAddress: UInt32
  let pool: String
  let port: UInt32
  let callingStation: String
  var live: LiveSession?
  var lastAddress: IPv4Address?

  init(number: Int, nas: Int) {
    user = "user\(number)@example.net"
    self.nas = nas
    nasAddress = 0xc000_0201 + UInt32(nas)
    nasName = "192.0.2.\(1 + nas)/bras\(1 + nas)"
    client = "bras\(1 + nas)"
    source = "192.0.2.\(1 + nas):1813"
    pool = number % 10 == 0 ? "business" : "home"
    port = UInt32(number)
    let tail = String(0x100_0000 + number, radix: 16).dropFirst().uppercased()
    callingStation = "02-00-5E-" + tail.prefix(2) + "-" + tail.dropFirst(2).prefix(2) + "-" + tail.suffix(2)
  }

  func holder(session: String) -> LeaseHolder {
    LeaseHolder(
      user: user, client: client, nas: nasName, session: session, nasPort: port, nasPortID: "",
      callingStation: callingStation)
  }
}

/// What a subscriber's session is at.
struct LiveSession {
  var session: String
  var leaseID: UInt64
  var address: IPv4Address
  var start: Timestamp
  /// Seconds since 1970.
  var end: Int64
  var nextInterim: Int64
  var isStopLost: Bool
  /// Octets a second to the subscriber.
  var rate: UInt64
}

/// The accounting packets of a NAS.
enum YearPacket {
  static func octets(_ subscriber: Subscriber, _ live: LiveSession, _ status: UInt32, _ now: Timestamp) -> [UInt8] {
    var packet = PacketBuilder(code: .accountingRequest, identifier: UInt8(truncatingIfNeeded: now.seconds))
    do throws(EncodingError) {
      try packet.append(.acctStatusType, integer: status)
      try packet.append(.acctSessionID, text: live.session)
      try packet.append(.userName, text: subscriber.user)
      try packet.append(.nasIPAddress, integer: subscriber.nasAddress)
      try packet.append(.nasIdentifier, text: subscriber.client)
      try packet.append(.nasPort, integer: subscriber.port)
      try packet.append(.nasPortType, integer: 15)
      try packet.append(.serviceType, integer: 2)
      try packet.append(.framedProtocol, integer: 1)
      try packet.append(.framedIPAddress, integer: live.address.rawValue)
      try packet.append(.callingStationID, text: subscriber.callingStation)
      try packet.append(.calledStationID, text: "pppoe-\(subscriber.client)")
      try packet.append(.classAttribute, token(live.leaseID))
      try packet.append(.acctAuthentic, integer: 1)
      if status != 1 {
        let seconds = UInt64(max(0, now.seconds - live.start.seconds))
        let (input, output) = (seconds * live.rate / 8, seconds * live.rate)
        try packet.append(.acctSessionTime, integer: UInt32(seconds))
        try packet.append(.acctInputOctets, integer: UInt32(truncatingIfNeeded: input))
        try packet.append(.acctOutputOctets, integer: UInt32(truncatingIfNeeded: output))
        try packet.append(.acctInputGigawords, integer: UInt32(input >> 32))
        try packet.append(.acctOutputGigawords, integer: UInt32(output >> 32))
      }
      if status == 2 { try packet.append(.acctTerminateCause, integer: [1, 1, 1, 2, 4][Int(live.leaseID % 5)]) }
    } catch {
      preconditionFailure("an accounting packet of a few hundred octets does not fit: \(error)")
    }
    return packet.finish()
  }

  /// As long as a lease's token, and as different from session to session.
  private static func token(_ lease: UInt64) -> [UInt8] {
    let digits = String(lease, radix: 16)
    var text =
      Array("RC01".utf8) + Array(repeating: UInt8(ascii: "0"), count: 16 - digits.utf8.count) + Array(digits.utf8)
    var state = SeededGenerator(seed: lease)
    for _ in 0..<24 { text.append(Array("0123456789abcdef".utf8)[state.number(16)]) }
    return text
  }
}
