import HeapModule
import Timebase

extension LeaseTable {
  /// Takes out of the indexes what `next` does not keep.
  mutating func unlink(_ index: Int32, unless next: Lease) {
    let lease = slots[Int(index)].lease
    if lease.id != next.id, slotByLease[lease.id] == index { slotByLease[lease.id] = nil }
    guard let holder = lease.holder else { return }
    if !holder.session.isEmpty, next.holder?.session != holder.session || next.holder?.nas != holder.nas {
      let key = SessionKey(nas: holder.nas, session: holder.session)
      if slotBySession[key] == index { slotBySession[key] = nil }
    }
    if !holder.identity.isEmpty, next.holder?.identity != holder.identity, slotByIdentity[holder.identity] == index {
      slotByIdentity[holder.identity] = nil
    }
    guard lease.state.isLive else { return }
    if lease.state == .offered { users[holder.user]?.offers -= 1 }
    let keepsPlace = next.state.isLive && next.holder?.user == holder.user && next.holder?.nas == holder.nas
    if !keepsPlace {
      unlinkUser(index, user: holder.user)
      unlinkNAS(index, nas: holder.nas)
    }
    if lease.state != .offered, let port = holder.nasPort { nases[holder.nas]?.freePort(port, slot: index) }
  }

  /// Puts the slot's present lease into the indexes; `before` is what stood there.
  mutating func link(_ index: Int32, before: Lease) {
    let lease = slots[Int(index)].lease
    defer { if let holder = before.holder { forgetIfIdle(user: holder.user, nas: holder.nas) } }
    if lease.id.rawValue != 0 { slotByLease[lease.id] = index }
    guard let holder = lease.holder else { return }
    if !holder.session.isEmpty { linkSession(index, holder, before: before) }
    if !holder.identity.isEmpty, before.id != lease.id || before.holder?.identity != holder.identity {
      slotByIdentity[holder.identity] = index
    }
    guard lease.state.isLive else { return }
    let keptPlace = before.state.isLive && before.holder?.user == holder.user && before.holder?.nas == holder.nas
    if !keptPlace {
      linkUser(index, user: holder.user)
      linkNAS(index, nas: holder.nas)
    }
    if lease.state == .offered { users[holder.user, default: UserRecord()].offers += 1 }
    if lease.state != .offered, let port = holder.nasPort {
      if nases[holder.nas, default: NASRecord()].takePort(port, slot: index) {
        newSharedPorts.append(SharedPort(time: lease.lastSeen, nas: holder.nas, port: port))
      }
    }
  }

  /// Where a NAS uses an Acct-Session-Id a second time, it leads to the lease that learnt it last. What becomes of the
  /// older one later on, such as its expiry, takes the name from nobody.
  private mutating func linkSession(_ index: Int32, _ holder: LeaseHolder, before: Lease) {
    let key = SessionKey(nas: holder.nas, session: holder.session)
    let isNew =
      before.id != slots[Int(index)].lease.id || before.holder?.session != holder.session
      || before.holder?.nas != holder.nas
    if isNew || slotBySession[key] == nil { slotBySession[key] = index }
  }

  mutating func setDeadline(_ deadline: Moment?, slot index: Int32) {
    slots[Int(index)].deadline = deadline
    guard let deadline else { return }
    if let queued = slots[Int(index)].queued, queued <= deadline { return }
    slots[Int(index)].queued = deadline
    sweepQueue.insert(SweepEntry(deadline: deadline, slot: index))
    if sweepQueue.count > 2 * slots.count + 1024 { rebuildSweepQueue() }
  }

  /// Stale entries are left behind whenever a deadline comes nearer; they are dropped here when they prevail.
  mutating func rebuildSweepQueue() {
    var entries: [SweepEntry] = []
    for index in slots.indices {
      slots[index].queued = slots[index].deadline
      if let deadline = slots[index].deadline { entries.append(SweepEntry(deadline: deadline, slot: Int32(index))) }
    }
    sweepQueue = Heap(entries)
  }

  // MARK: - Lists of a user's and of a NAS's live leases

  private mutating func linkUser(_ index: Int32, user: String) {
    var record = users[user] ?? UserRecord()
    slots[Int(index)].userNext = record.head
    slots[Int(index)].userPrevious = -1
    if record.head >= 0 { slots[Int(record.head)].userPrevious = index }
    record.head = index
    record.live += 1
    users[user] = record
  }

  private mutating func unlinkUser(_ index: Int32, user: String) {
    let (next, previous) = (slots[Int(index)].userNext, slots[Int(index)].userPrevious)
    if next >= 0 { slots[Int(next)].userPrevious = previous }
    if previous >= 0 { slots[Int(previous)].userNext = next } else { users[user]?.head = next }
    (slots[Int(index)].userNext, slots[Int(index)].userPrevious) = (-1, -1)
    users[user]?.live -= 1
  }

  private mutating func linkNAS(_ index: Int32, nas: String) {
    let head = nases[nas, default: NASRecord()].head
    slots[Int(index)].nasNext = head
    slots[Int(index)].nasPrevious = -1
    if head >= 0 { slots[Int(head)].nasPrevious = index }
    nases[nas, default: NASRecord()].head = index
    nases[nas, default: NASRecord()].live += 1
  }

  private mutating func unlinkNAS(_ index: Int32, nas: String) {
    let (next, previous) = (slots[Int(index)].nasNext, slots[Int(index)].nasPrevious)
    if next >= 0 { slots[Int(next)].nasPrevious = previous }
    if previous >= 0 { slots[Int(previous)].nasNext = next } else { nases[nas]?.head = next }
    (slots[Int(index)].nasNext, slots[Int(index)].nasPrevious) = (-1, -1)
    nases[nas]?.live -= 1
  }

  private mutating func forgetIfIdle(user: String, nas: String) {
    if let record = users[user], record.live == 0 { users[user] = nil }
    if let record = nases[nas], record.live == 0, !record.hasSharedPort || nases.count > Limits.idleNASesMax {
      nases[nas] = nil
    }
  }
}

extension NASRecord {
  /// Returns whether this is the first time that two of its sessions share a port.
  mutating func takePort(_ port: UInt32, slot: Int32) -> Bool {
    if ports[port] != nil {
      ports[port]?.more.append(slot)
      let isNew = !hasSharedPort
      hasSharedPort = true
      hasProvenPorts = false
      return isNew
    }
    ports[port] = PortHolders(slot)
    if !hasSharedPort, ports.count >= LeaseTable.Limits.portsThatProve { hasProvenPorts = true }
    return false
  }

  mutating func freePort(_ port: UInt32, slot: Int32) {
    guard var holders = ports[port] else { return }
    if holders.first == slot {
      guard let next = holders.more.popLast() else {
        ports[port] = nil
        return
      }
      holders.first = next
    } else if let position = holders.more.lastIndex(of: slot) {
      holders.more.swapAt(position, holders.more.count - 1)
      holders.more.removeLast()
    }
    ports[port] = holders
  }
}
