import Accounting
import AddressPool
import NetworkAddress

/// Simultaneous-Use: nobody has more live leases than that, and nobody is turned away while there is room.
extension World {
  /// A transition is on disk: who holds the address by the ledger.
  mutating func countHolder(_ transition: LeaseTransition, _ index: Int, _ server: SimulatedServer) {
    let lease = transition.lease
    let place = index - server.addresses.lowerBound
    let before = server.holders[place]
    let isSame = lease.state.isLive ? before.user >= 0 && before.lease == lease.id.rawValue : before.user < 0
    guard !isSame else { return }
    if before.user >= 0 { server.liveLeases[before.user] -= 1 }
    server.holders[place] = (-1, 0)
    guard lease.state.isLive, let user = World.user(lease.holder?.user ?? "") else { return }
    server.holders[place] = (user, lease.id.rawValue)
    server.liveLeases[user] += 1
  }

  /// A new lease of a user's. What a session claims back, and what is handed on, needs no room.
  mutating func checkRoom(_ lease: Lease, _ server: SimulatedServer, at decided: Int64) {
    guard let user = World.user(lease.holder?.user ?? ""), let bound = scenario.simultaneousUse(of: user) else {
      return
    }
    if Int(server.liveLeases[user]) > bound {
      fail(
        "simultaneous", "u\(user) may have \(bound) and has \(server.liveLeases[user]) leases",
        address: lease.address.rawValue)
    }
    // And by the truth: sessions that live, and that no rule has taken the lease from.
    let live = sessionsOnDevices[(4 * user)..<(4 * user + 4)].count {
      $0 >= 0 && sessions[Int($0)].server == server.number
        && excuse(of: sessions[Int($0)], for: nil, resting: false, at: decided) == nil
    }
    if live >= bound {
      fail(
        "simultaneous", "u\(user) may have \(bound) sessions, has \(live), and gets another",
        address: lease.address.rawValue)
    }
  }

  /// An Access-Reject is on disk.
  mutating func checkRefusal(_ record: AuthenticationRecord, _ server: SimulatedServer) {
    guard record.reason == "tooManySessions", let user = World.user(record.user) else { return }
    report.tooManySessions += 1
    guard let bound = scenario.simultaneousUse(of: user) else {
      return fail("simultaneous", "u\(user) has no bound, and is rejected for it")
    }
    if Int(server.liveLeases[user]) < bound {
      fail("simultaneous", "u\(user) may have \(bound) and has \(server.liveLeases[user]) leases, and is rejected")
    }
  }

  /// The number of a user: `u12`.
  static func user(_ name: String) -> Int? { Int(name.dropFirst()) }
}
