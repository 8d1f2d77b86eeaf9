import Accounting
import AddressPool
import NetworkAddress
import RADIUSWire
import Storage
import Timebase

/// Entries with every field set to something, so that a field that gets lost is noticed.
enum Samples {
  static let midnight = Timestamp(seconds: 1_772_323_200)
  static let noon = Timestamp(milliseconds: 1_772_373_600_123)

  static func address(_ number: UInt32) -> IPv4Address { IPv4Address(rawValue: 0x0a40_0000 + number) }

  static func lease(_ number: UInt32, id: UInt64, _ state: LeaseState, at time: Timestamp = noon) -> Lease {
    var lease = Lease(address: address(number), pool: "main", at: time)
    lease.state = state
    lease.id = LeaseID(rawValue: id)
    lease.holder = LeaseHolder(
      user: "user\(number)@example.net", client: "lab", nas: "192.0.2.1", session: "s\(id)",
      nasPort: number, nasPortID: "ge-0/0/\(number)", callingStation: "02004c4f4f50", ask: [.nasPort, .nasPortID])
    lease.start = time.advanced(byMilliseconds: -5_000)
    lease.lastSeen = time
    lease.deadline = state.needsDeadline ? time.advanced(byMilliseconds: 60_000) : nil
    lease.cause = .offered
    lease.sessionTimeout = 86_400
    lease.interimInterval = 600
    return lease
  }

  static func transition(
    _ number: UInt32, id: UInt64, from: LeaseState, to: LeaseState, _ cause: LeaseCause, at time: Timestamp = noon
  ) -> JournalEntry {
    var lease = lease(number, id: id, to, at: time)
    lease.cause = cause
    return .transition(
      LeaseTransition(
        time: time, from: from, cause: cause, match: .token,
        note: "Accounting-Request Start id 7 from 192.0.2.1:40000", lease: lease))
  }

  static func accounting(
    _ status: UInt32, session: String, user: String = "bob", lease: UInt64 = 0, at time: Timestamp = noon,
    input: UInt32? = nil, address: IPv4Address? = nil, nas: String = "192.0.2.1",
    verdict: AccountingVerdict = .applied
  ) throws -> JournalEntry {
    var packet = PacketBuilder(code: .accountingRequest, identifier: 7)
    try packet.append(.acctStatusType, integer: status)
    if !session.isEmpty { try packet.append(.acctSessionID, text: session) }
    if !user.isEmpty { try packet.append(.userName, text: user) }
    if let input { try packet.append(.acctInputOctets, integer: input) }
    if let address { try packet.append(.framedIPAddress, integer: address.rawValue) }
    try packet.append(.callingStationID, text: "02-00-4c-4f-4f-50")
    try packet.append(.calledStationID, text: "02-00-4c-4f-4f-51:lab")
    try packet.append(.classAttribute, [UInt8](repeating: 0xa5, count: 25))
    return .accounting(
      AccountingRecord(
        arrival: time, event: time.advanced(byMilliseconds: -1_500), client: "lab", nas: nas,
        source: "192.0.2.1:40000", verdict: verdict, leaseID: lease, packet: packet.finish()))
  }

  static func authentication(_ user: String, isAccept: Bool, at time: Timestamp = noon) -> JournalEntry {
    .authentication(
      AuthenticationRecord(
        time: time, user: user, client: "lab", nas: "192.0.2.1", callingStation: "02-00-4c-4f-4f-50",
        reply: isAccept ? "Access-Accept" : "Access-Reject", reason: isAccept ? "" : "wrongPassword",
        password: isAccept ? nil : "guess", leaseID: isAccept ? 9 : 0))
  }

  /// A session's whole story on one address: offer, confirmation, end.
  static func story(_ number: UInt32, id: UInt64, at time: Timestamp = noon) throws -> [JournalEntry] {
    let session = "s\(id)"
    let user = "user\(number)@example.net"
    func later(_ seconds: Int64) -> Timestamp { time.advanced(byMilliseconds: seconds * 1000) }
    return [
      authentication(user, isAccept: true, at: time),
      transition(number, id: id, from: .free, to: .offered, .offered, at: time),
      try accounting(1, session: session, user: user, lease: id, at: later(1), address: address(number)),
      transition(number, id: id, from: .offered, to: .active, .confirmed, at: later(1)),
      try accounting(3, session: session, user: user, lease: id, at: later(600), input: 1000),
      try accounting(2, session: session, user: user, lease: id, at: later(900), input: 2000),
      transition(number, id: id, from: .active, to: .free, .stopped, at: later(900)),
    ]
  }
}
