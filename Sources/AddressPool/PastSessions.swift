import DequeModule
package import NetworkAddress
package import Timebase

/// A holding whose address another holds by now.
package struct PastSession: Equatable, Sendable {
  package var lease: LeaseID
  package var address: IPv4Address
  package var user: String
  /// Nil where the NAS never named the session.
  var key: SessionKey?
  /// A Stop or an operator ended it: nothing brings it back.
  package var isOver: Bool
  /// Its NAS said that it had started anew; nil: not the end of this one.
  package var rebooted: Timestamp?

  package init(
    lease: LeaseID, address: IPv4Address, user: String, nas: String, session: String, isOver: Bool, rebooted: Timestamp?
  ) {
    self.lease = lease
    self.address = address
    self.user = user
    key = session.isEmpty ? nil : SessionKey(nas: nas, session: session)
    self.isOver = isOver
    self.rebooted = rebooted
  }

  /// Nil where nobody held the address.
  package init?(_ lease: Lease) {
    guard lease.id.rawValue != 0, let holder = lease.holder else { return nil }
    self.init(lease, holder: holder)
  }

  init(_ lease: Lease, holder: LeaseHolder) {
    self.lease = lease.id
    address = lease.address
    user = holder.user
    key = holder.hasSession ? SessionKey(holder) : nil
    isOver = lease.isOver
    rebooted = lease.cause == .nasReboot ? lease.since : nil
  }
}

/// NAS and Acct-Session-Id together name a session; neither does alone.
struct SessionKey: Hashable {
  var nas: String
  var session: String

  init(nas: String, session: String) {
    self.nas = nas
    self.session = session
  }

  init(_ holder: LeaseHolder) { self.init(nas: holder.nas, session: holder.session) }
}

/// Holdings whose address another holds by now, the newest `capacity` of them.
struct PastSessions {
  private let capacity: Int
  private var byLease: [LeaseID: PastSession] = [:]
  private var bySession: [SessionKey: LeaseID] = [:]
  private var order = Deque<LeaseID>()

  init(capacity: Int) { self.capacity = capacity }

  func session(of key: SessionKey) -> PastSession? { bySession[key].flatMap { byLease[$0] } }

  func session(of lease: LeaseID) -> PastSession? { byLease[lease] }

  mutating func insert(_ session: PastSession) {
    if byLease.updateValue(session, forKey: session.lease) == nil { order.append(session.lease) }
    if let key = session.key { bySession[key] = session.lease }
    while order.count > capacity {
      let oldest = order.removeFirst()
      if let key = byLease.removeValue(forKey: oldest)?.key, bySession[key] == oldest { bySession[key] = nil }
    }
  }
}
