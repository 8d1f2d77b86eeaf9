import HeapModule
import Timebase

extension LeaseTable {
  /// Takes out of the indexes what `next` does not keep.
  mutating func unlink(_ index: Int32, unless next: Lease) {
    let lease = leaseInSlot(index)
    if lease.id != next.id { unlinkLease(lease.id, index) }
    guard let holder = lease.holder else { return }
    if holder.hasSession, !(next.holder?.isSameSession(as: holder) ?? false) { unlinkSession(holder, index) }
    if holder.ask != nil, !(next.holder?.isSameAsk(as: holder) ?? false) { unlinkAsk(holder, index) }
    guard lease.state.isLive else { return }
    if lease.state == .offered { users[slots[Int(index)].userRecord].offers -= 1 }
    if lease.state != .offered, let port = holder.nasPort {
      nases[slots[Int(index)].nasRecord].ports.free(port, slot: index)
    }
    if !LeaseTable.keepsPlace(lease, next) {
      unlinkUser(index, holder)
      unlinkNAS(index)
    }
  }

  /// Puts the slot's present lease into the indexes; `before` is what stood there.
  mutating func link(_ index: Int32, before: Lease) {
    let lease = leaseInSlot(index)
    defer { forgetIdleNAS() }
    if lease.id.rawValue != 0, before.id != lease.id { linkLease(index) }
    guard let holder = lease.holder else { return }
    if holder.hasSession { linkSession(index, holder, before: before) }
    if holder.ask != nil, before.id != lease.id || !(before.holder?.isSameAsk(as: holder) ?? false) {
      linkAsk(holder, index)
    }
    guard lease.state.isLive else { return }
    linkLive(index, lease, holder, isNew: !LeaseTable.keepsPlace(before, lease))
  }

  /// Puts a slot with a live lease into the lists of its user, whose name has the hash, and its NAS. Its port is still to be
  /// taken.
  mutating func linkUserAndNAS(_ index: Int32, userHash: UInt32) {
    guard let holder = slots[Int(index)].lease.holder else { return }
    linkUser(index, holder, hash: userHash)
    linkNAS(index, holder)
    if slots[Int(index)].lease.state == .offered { users[slots[Int(index)].userRecord].offers += 1 }
  }

  private mutating func linkLive(_ index: Int32, _ lease: Lease, _ holder: LeaseHolder, isNew: Bool) {
    if isNew {
      linkUser(index, holder, hash: holder.userHash)
      linkNAS(index, holder)
    }
    if lease.state == .offered { users[slots[Int(index)].userRecord].offers += 1 }
    if lease.state != .offered, let port = holder.nasPort {
      takePort(port, index, nas: slots[Int(index)].nasRecord)
    }
  }

  /// Notes that the session of a slot, which is in its NAS's list, is on a port.
  mutating func takePort(_ port: UInt32, _ index: Int32, nas place: Int32) {
    guard nases[place].takePort(port, slot: index) else { return }
    newSharedPorts.append(SharedPort(time: slots[Int(index)].lease.lastSeen, nas: nases[place].name, port: port))
  }

  /// Whether a live lease stays in the lists of its user and its NAS.
  private static func keepsPlace(_ before: Lease, _ after: Lease) -> Bool {
    guard before.state.isLive, after.state.isLive, let old = before.holder, let new = after.holder else { return false }
    return old.isSameUser(as: new) && old.isSameNAS(as: new)
  }

  /// Where a NAS uses an Acct-Session-Id a second time, it leads to the lease that learnt it last. What becomes of the
  /// older one later on, such as its expiry, takes the name from nobody.
  private mutating func linkSession(_ index: Int32, _ holder: LeaseHolder, before: Lease) {
    let isNew =
      before.id != slots[Int(index)].lease.id || !(before.holder?.isSameSession(as: holder) ?? false)
    if isNew || slot(sessionOf: holder) == nil { linkSession(holder, index) }
  }

  mutating func setDeadline(_ deadline: Moment?, slot index: Int32) {
    slots[Int(index)].times.deadline = deadline
    guard let deadline else { return }
    if let queued = times(ofSlot: index).queued, queued <= deadline { return }
    slots[Int(index)].times.queued = deadline
    sweepQueue.insert(SweepEntry(deadline: deadline, slot: index))
    if sweepQueue.count > 2 * slots.count + 1024 { rebuildSweepQueue() }
    noteNextSweep()
  }

  /// Stale entries are left behind whenever a deadline comes nearer; they are dropped here when they prevail.
  mutating func rebuildSweepQueue() {
    var entries: [SweepEntry] = []
    for index in slots.indices {
      slots[index].times.queued = slots[index].times.deadline
      if let deadline = slots[index].times.deadline {
        entries.append(SweepEntry(deadline: deadline, slot: Int32(index)))
      }
    }
    sweepQueue = Heap(entries)
  }

  // MARK: - Lists of a user's and of a NAS's live leases

  private mutating func linkUser(_ index: Int32, _ holder: LeaseHolder, hash: UInt32) {
    let place: Int32
    if let known = userPlace(of: holder, hash: hash) {
      place = known
    } else {
      place = users.insert(UserRecord())
      usersByName.insert(hash, place)
    }
    let head = users[place].head
    slots[Int(index)].userRecord = place
    slots[Int(index)].userNext = head
    slots[Int(index)].userPrevious = -1
    if head >= 0 { slots[Int(head)].userPrevious = index }
    users[place].head = index
    users[place].live += 1
  }

  private mutating func unlinkUser(_ index: Int32, _ holder: LeaseHolder) {
    let place = slots[Int(index)].userRecord
    let (next, previous) = (slots[Int(index)].userNext, slots[Int(index)].userPrevious)
    if next >= 0 { slots[Int(next)].userPrevious = previous }
    if previous >= 0 { slots[Int(previous)].userNext = next } else { users[place].head = next }
    (slots[Int(index)].userNext, slots[Int(index)].userPrevious) = (-1, -1)
    slots[Int(index)].userRecord = -1
    users[place].live -= 1
    // The name of a user stands in the leases: without one, there is none to find.
    guard users[place].live == 0 else { return }
    usersByName.remove(holder.userHash, place)
    users.remove(place, leaving: UserRecord())
  }

  private mutating func linkNAS(_ index: Int32, _ holder: LeaseHolder) {
    let place = nases.makePlace(of: holder.origin)
    let head = nases[place].head
    slots[Int(index)].nasRecord = place
    slots[Int(index)].nasNext = head
    slots[Int(index)].nasPrevious = -1
    if head >= 0 { slots[Int(head)].nasPrevious = index }
    nases[place].head = index
    nases[place].live += 1
  }

  private mutating func unlinkNAS(_ index: Int32) {
    let place = slots[Int(index)].nasRecord
    let (next, previous) = (slots[Int(index)].nasNext, slots[Int(index)].nasPrevious)
    if next >= 0 { slots[Int(next)].nasPrevious = previous }
    if previous >= 0 { slots[Int(previous)].nasNext = next } else { nases[place].head = next }
    (slots[Int(index)].nasNext, slots[Int(index)].nasPrevious) = (-1, -1)
    slots[Int(index)].nasRecord = -1
    nases[place].live -= 1
    if nases[place].live == 0 { idleNAS = place }
  }

  /// A NAS whose last live lease has just gone is forgotten, unless the lease came back to it in the same step, or its
  /// ports must be remembered.
  private mutating func forgetIdleNAS() {
    let place = idleNAS
    guard place >= 0 else { return }
    idleNAS = -1
    if nases[place].live == 0, !nases[place].hasSharedPort || nases.count > Limits.idleNASesMax { nases.remove(place) }
  }
}

extension NASRecord {
  /// Returns whether this is the first time that two of its sessions share a port.
  mutating func takePort(_ port: UInt32, slot: Int32) -> Bool {
    if ports.take(port, slot: slot) {
      let isNew = !hasSharedPort
      hasSharedPort = true
      hasProvenPorts = false
      return isNew
    }
    if !hasSharedPort, ports.count >= LeaseTable.Limits.portsThatProve { hasProvenPorts = true }
    return false
  }
}
