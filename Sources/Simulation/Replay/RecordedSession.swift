import Accounting
import AddressPool
import NetworkAddress
import RADIUSWire
import Timebase

/// A session as its accounting told of it.
package struct RecordedSession: Sendable {
  var source: Endpoint
  /// The attributes that name the NAS, the user, the port and the caller, encoded.
  var octets: [UInt8]
  /// Acct-Session-Id; empty: an offer that became no session.
  var name: [UInt8]
  var user: String
  var begin: Timestamp
  /// The last sign of life.
  var lastHeard: Timestamp
  var hasStop = false
  /// Whether it sent Interims.
  var reports = false
  /// Whether its accounting named its address.
  var sendsAddress = false
  /// Whether its accounting was recorded with its Class, or another server may have sent none.
  var echoesClass = true

  /// How far two records' reckonings of a session's begin may be apart, in milliseconds: delays and session times are
  /// whole seconds, and some devices count from another moment than that of the Start.
  private static let beginSlack: Int64 = 15_000

  init(_ event: AccountingEvent, _ packet: Packet, _ source: Endpoint) {
    self.source = source
    octets = RecordedSession.identity(of: packet)
    name = Array(event.session.utf8)
    user = event.user
    begin = event.begin ?? event.time
    lastHeard = event.time
    echoesClass = event.verdict == .replayed || !event.classText.isEmpty
    take(event)
  }

  /// An Access-Accept that no accounting followed.
  init(offered lease: Lease, _ holder: LeaseHolder, _ source: NASSource) {
    self.source = Endpoint(address: source.address, port: 0)
    octets = RecordedSession.identity(of: holder, source)
    name = []
    user = holder.user
    begin = lease.start
    lastHeard = lease.start
  }

  var becameSession: Bool { !name.isEmpty }

  /// Whether a record of this Acct-Session-Id is of this session, and not of a later one of the same name.
  func isSame(_ event: AccountingEvent) -> Bool {
    if !user.isEmpty, !event.user.isEmpty, user != event.user { return false }
    guard let begin = event.begin else { return !hasStop || event.time <= lastHeard }
    return abs(begin.milliseconds(to: self.begin)) <= RecordedSession.beginSlack
  }

  mutating func take(_ event: AccountingEvent) {
    if user.isEmpty { user = event.user }
    if let begin = event.begin { self.begin = min(self.begin, begin) }
    lastHeard = max(lastHeard, event.time)
    if event.framedIPAddress != nil { sendsAddress = true }
    if !event.classText.isEmpty { echoesClass = true }
    switch event.status {
    case .interim: reports = true
    case .stop: hasStop = true
    case .start, .on, .off, .other: break
    }
  }

  /// What in a packet names its NAS, user, port and caller.
  static func identity(of packet: Packet) -> [UInt8] {
    var octets: [UInt8] = []
    for attribute in packet.attributes where identifying.contains(attribute.type) {
      append(attribute.type, attribute.value, to: &octets)
    }
    return octets
  }

  private static let identifying: Set<AttributeType> = [
    .userName, .nasIPAddress, .nasIPv6Address, .nasIdentifier, .nasPort, .nasPortID, .nasPortType, .callingStationID,
    .calledStationID, .serviceType, .framedProtocol,
  ]

  private static func identity(of holder: LeaseHolder, _ source: NASSource) -> [UInt8] {
    var octets: [UInt8] = []
    append(.userName, holder.user.utf8, to: &octets)
    if !source.identifier.isEmpty { append(.nasIdentifier, source.identifier.utf8, to: &octets) }
    if let port = holder.nasPort {
      append(.nasPort, (0..<4).map { UInt8(truncatingIfNeeded: port >> UInt32(24 - 8 * $0)) }, to: &octets)
    }
    if !holder.nasPortID.isEmpty { append(.nasPortID, holder.nasPortID.utf8, to: &octets) }
    if !holder.callingStation.isEmpty { append(.callingStationID, holder.callingStation.utf8, to: &octets) }
    return octets
  }

  private static func append(_ type: AttributeType, _ value: some Collection<UInt8>, to octets: inout [UInt8]) {
    let value = value.prefix(253)
    guard !value.isEmpty else { return }
    octets += [type.rawValue, UInt8(value.count + 2)]
    octets += value
  }
}

/// The source address and the NAS-Identifier in a NAS's name.
struct NASSource {
  var address: IPAddress
  var identifier: String

  init?(_ nas: String) {
    let parts = nas.split(separator: "/", maxSplits: 1)
    guard let first = parts.first, let address = IPAddress(String(first)) else { return nil }
    self.address = address
    // Where it is a NAS-IP-Address, as an identifier it tells the NASes apart just as well.
    identifier = parts.count == 2 ? String(parts[1]) : ""
  }
}
