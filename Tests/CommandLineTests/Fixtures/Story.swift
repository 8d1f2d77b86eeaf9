import AddressPool
import NetworkAddress
import Storage
import Timebase

/// Leases and ledger entries for these tests, at seconds counted from 2026-03-01T12:00:00Z.
enum Story {
  static let zero = Timestamp(seconds: 1_772_366_400)

  static func time(_ seconds: Int64) -> Timestamp { zero.advanced(byMilliseconds: seconds * 1000) }

  static let first = IPv4Address(rawValue: 0x0a40_0001)
  static let second = IPv4Address(rawValue: 0x0a40_0002)
  static let outside = IPv4Address(rawValue: 0xc000_0201)

  /// 10.64.0.0/29 less its first and its last address: six addresses.
  static let pool: PoolDefinition = {
    let block = IPv4Address(rawValue: 0x0a40_0000)
    let end = IPv4Address(rawValue: 0x0a40_0007)
    var pool = PoolDefinition(name: "main", ranges: [AddressRange(first: block, last: end)!])
    pool.exclude = [AddressRange(first: block, last: block)!, AddressRange(first: end, last: end)!]
    return pool
  }()

  /// A lease of alice's in `state`, entered `since` seconds after noon.
  static func lease(
    _ state: LeaseState, at address: IPv4Address = first, id: UInt64 = 1, user: String = "alice",
    session: String = "s1", since: Int64 = 0, deadline: Int64? = nil, cause: LeaseCause = .offered
  ) -> Lease {
    var lease = Lease(address: address, pool: address == outside ? "" : "main", at: time(0))
    lease.state = state
    lease.id = LeaseID(rawValue: id)
    lease.holder = LeaseHolder(user: user, client: "lab", nas: "127.0.0.1", session: session)
    lease.since = time(since)
    lease.lastSeen = time(since)
    lease.deadline = deadline.map(time)
    lease.cause = cause
    lease.inputOctets = 1500
    lease.outputOctets = 2_500_000
    return lease
  }

  static func entry(_ lease: Lease, from: LeaseState, match: MatchRule? = nil, note: String = "") -> LeaseTransition {
    LeaseTransition(time: lease.since, from: from, cause: lease.cause, match: match, note: note, lease: lease)
  }

  /// alice is offered the first address, starts, and stops; bob holds the second.
  static let life: [LeaseTransition] = [
    entry(lease(.offered, deadline: 60), from: .free, note: "Access-Request id 7 from 127.0.0.1:4000"),
    entry(
      lease(.active, since: 2, deadline: 86_412, cause: .confirmed), from: .offered, match: .token,
      note: "Accounting-Request Start id 8 from 127.0.0.1:4001"),
    entry(
      lease(.offered, at: second, id: 2, user: "bob", session: "", since: 3, deadline: 63), from: .free,
      note: "Access-Request id 9 from 127.0.0.1:4000"),
    entry(
      lease(.free, since: 90, cause: .stopped), from: .active, match: .token,
      note: "Accounting-Request Stop id 10 from 127.0.0.1:4001"),
  ]
}
