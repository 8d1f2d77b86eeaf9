package import NetworkAddress
package import Timebase

/// A holding whose address another holds by now.
package struct PastSession: Sendable {
  package var lease: LeaseID
  /// Its user, its NAS and, where the NAS named it, its Acct-Session-Id.
  var holder: LeaseHolder
  /// Its NAS said that it had started anew; nil: not the end of this one.
  package var rebooted: Timestamp?
  package var address: IPv4Address
  /// A Stop or an operator ended it: nothing brings it back.
  package var isOver: Bool
  /// When it had ended at the latest. Nil: before the server started.
  var ended: Moment?

  package init(
    lease: LeaseID, address: IPv4Address, user: String, nas: String, session: String, isOver: Bool,
    rebooted: Timestamp?
  ) {
    self.lease = lease
    self.address = address
    holder = LeaseHolder(user: user, client: "", nas: nas, session: session)
    self.isOver = isOver
    self.rebooted = rebooted
  }

  /// Nil where nobody held the address.
  package init?(_ lease: Lease) {
    guard lease.id.rawValue != 0, let holder = lease.holder else { return nil }
    self.init(lease, holder: holder, ended: nil)
  }

  init(_ lease: Lease, holder: LeaseHolder, ended: Moment?) {
    self.lease = lease.id
    address = lease.address
    self.holder = holder
    isOver = lease.isOver
    self.ended = ended
    rebooted = lease.cause == .nasReboot ? lease.since : nil
  }
}

extension PastSession: Equatable {
  /// What else is known of a holder, from the one place or the other, tells nothing here.
  package static func == (left: PastSession, right: PastSession) -> Bool {
    left.lease == right.lease && left.address == right.address && left.isOver == right.isOver
      && left.rebooted == right.rebooted && left.holder.isSameUser(as: right.holder)
      && left.holder.isSameSession(as: right.holder)
  }
}

/// Holdings whose address another holds by now, the newest `capacity` of them.
struct PastSessions {
  private let capacity: Int
  /// In the order in which they came; from `oldest` on once it is full.
  private var ring: [PastSession] = []
  private var oldest = 0
  private var placesByLease = SlotIndex()
  private var placesBySession = SlotIndex()

  init(capacity: Int) { self.capacity = capacity }

  /// The one that the NAS and the Acct-Session-Id of `holder` lead to.
  func session(of holder: LeaseHolder) -> PastSession? { place(of: holder).map { ring[Int($0)] } }

  func session(of lease: LeaseID) -> PastSession? { place(of: lease).map { ring[Int($0)] } }

  private func place(of lease: LeaseID) -> Int32? {
    placesByLease.find(SlotIndex.hash(lease)) { ring[Int($0)].lease == lease }
  }

  private func place(of holder: LeaseHolder) -> Int32? {
    placesBySession.find(holder.sessionHash) { ring[Int($0)].holder.isSameSession(as: holder) }
  }

  /// Makes room for `count` more at once.
  mutating func reserve(_ count: Int) {
    let all = min(capacity, ring.count + count)
    ring.reserveCapacity(all)
    placesByLease.reserve(all)
    placesBySession.reserve(all)
  }

  mutating func insert(_ session: PastSession) {
    if let place = place(of: session.lease) {
      unlinkSession(place)
      ring[Int(place)] = session
      linkSession(place)
      return
    }
    let place: Int32
    if ring.count < capacity {
      place = Int32(ring.count)
      ring.append(session)
    } else {
      place = Int32(oldest)
      oldest = (oldest + 1) % capacity
      unlinkSession(place)
      placesByLease.remove(SlotIndex.hash(ring[Int(place)].lease), place)
      ring[Int(place)] = session
    }
    placesByLease.insert(SlotIndex.hash(session.lease), place)
    linkSession(place)
  }

  private mutating func unlinkSession(_ place: Int32) {
    let holder = ring[Int(place)].holder
    if holder.hasSession { placesBySession.remove(holder.sessionHash, place) }
  }

  /// Where a NAS used an Acct-Session-Id twice, it leads to the session that came last.
  private mutating func linkSession(_ place: Int32) {
    let holder = ring[Int(place)].holder
    guard holder.hasSession else { return }
    if let other = self.place(of: holder) {
      placesBySession.replace(holder.sessionHash, other, with: place)
    } else {
      placesBySession.insert(holder.sessionHash, place)
    }
  }
}
