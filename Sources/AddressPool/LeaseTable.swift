import HeapModule
package import NetworkAddress
package import Timebase

/// Every address and its lease: the state machine of the product.
///
/// Reads no clock, draws no random number, does no I/O. Each step is told `now`, changes the table at once and leaves
/// a ``LeaseChange`` in ``changes``; the caller makes the changes durable and then answers, or takes them back with
/// ``rollBack(_:)``.
package struct LeaseTable {
  /// Bounds of what can grow. All memory besides grows with the addresses that were ever touched.
  package enum Limits {
    /// Sessions that ended and whose address another holds by now: what a late packet of theirs is recognised by.
    package static let pastSessionsMax = 131_072
    /// Offers of one user looked through for one that an accounting packet could mean.
    package static let offersSearchedMax = 64
    /// NASes without a live lease that are remembered for having shared a port.
    package static let idleNASesMax = 65_536
    /// How much a session may seem to have begun before its lease, in milliseconds: Acct-Session-Time and
    /// Acct-Delay-Time are whole seconds.
    package static let clockSlack: Int64 = 5000
    /// How long after a session has begun a copy of its Access-Request may still come, in milliseconds: what a network may
    /// hold up, and the span of the duplicate cache, which a restart or a flood empties.
    package static let lateAsk: Int64 = 10_000
    /// How long after its end a packet of a session may still come, in milliseconds: what NASes repeat.
    package static let lateAccounting: Int64 = 120_000
    /// Live sessions on ports of their own that prove a NAS's ports unique.
    package static let portsThatProve = 8
  }

  package private(set) var pools: [PoolSpace] = []
  /// What the steps since the last ``takeChanges()`` did, in order.
  package private(set) var changes: [LeaseChange] = []
  package private(set) var lastLeaseID = LeaseID(rawValue: 0)
  /// NASes that were first seen to share ports since the last ``takeSharedPorts()``.
  var newSharedPorts: [SharedPort] = []

  var slots: [LeaseSlot] = []
  var slotsByAddress = SlotIndex()
  var slotsByLease = SlotIndex()
  var slotsBySession = SlotIndex()
  var slotsByAsk = SlotIndex()
  /// Places in `users`, by the name of whose live leases stand there.
  var usersByName = SlotIndex()
  var users = RecordList<UserRecord>()
  var nases = NASList()
  /// Where the NAS stands whose last live lease the step under way has taken; -1: none.
  var idleNAS: Int32 = -1
  var pastSessions = PastSessions(capacity: Limits.pastSessionsMax)
  var sweepQueue = Heap<SweepEntry>()
  /// When the sweep must look again; nil: nothing has a deadline.
  package internal(set) var nextSweep: Moment?
  var freeQueues: [FreeQueue] = []
  /// Addresses by pool and state; the free ones that nobody touched are not in it.
  var counts: [[Int]] = []
  /// Leases outside of today's pools, by state.
  var outsideCounts = [Int](repeating: 0, count: LeaseState.allCases.count)
  var poolByName: [String: Int32] = [:]
  /// The clients whose NASes are asked after a suspect lease, by name (RFC 5176). The caller asks; the table waits.
  package var askableClients: Set<String> = []
  /// One for each pool.
  var massBrakes: [MassBrake] = []
  var newMassBrakes: [String] = []
  var reboots = RebootWatch()
  var clock = ClockWatch()
  var notes = NoteWindows()
  /// Users' static addresses, as configured.
  var staticAddresses: Set<IPv4Address> = []
  /// Today's segments by first address, to find the pool of an address.
  var segmentIndex: [(range: AddressRange, pool: Int32)] = []

  package init() {}

  /// Hands over the changes since the last call.
  package mutating func takeChanges() -> [LeaseChange] {
    let taken = changes
    changes.removeAll(keepingCapacity: true)
    return taken
  }

  /// Hands over what was first seen of ports since the last call. What the store could not hold comes back by
  /// ``returnSharedPorts(_:)``.
  package mutating func takeSharedPorts() -> [SharedPort] {
    guard !newSharedPorts.isEmpty else { return [] }
    let taken = newSharedPorts
    newSharedPorts.removeAll()
    return taken
  }

  /// Takes back what is not written, to be handed over again.
  package mutating func returnSharedPorts(_ unwritten: [SharedPort]) { newSharedPorts = unwritten + newSharedPorts }

  /// The lease of an address, if it was ever touched.
  package func lease(at address: IPv4Address) -> Lease? {
    guard let index = slot(at: address), slots[Int(index)].isInLedger else { return nil }
    return leaseInSlot(index)
  }

  /// What stands in a slot. It is copied out of where it stands: the subscript of an array copies the whole slot first.
  @inline(__always)
  func leaseInSlot(_ index: Int32) -> Lease { slots.span[Int(index)].lease }

  @inline(__always)
  func times(ofSlot index: Int32) -> SlotTimes { slots.span[Int(index)].times }

  /// The address that a lease holds, or held last.
  package func address(of id: LeaseID) -> IPv4Address? { slot(of: id).map { slots[Int($0)].lease.address } }

  /// The name of the pool that the address lies in today.
  package func poolName(of address: IPv4Address) -> String? {
    let index = poolIndex(of: address)
    return index < 0 ? nil : pools[Int(index)].definition.name
  }

  /// Every touched address, in no order.
  package var leases: [Lease] { slots.compactMap { $0.isInLedger ? $0.lease : nil } }

  package func nextID() -> LeaseID { LeaseID(rawValue: lastLeaseID.rawValue + 1) }

  // MARK: - The one way to change a lease

  /// Replaces the lease of a slot, keeps every index true, and records the change.
  mutating func apply(
    _ lease: Lease, slot index: Int32, deadline: Moment?, sessionDeadline: Moment?, cause: LeaseCause,
    match: MatchRule? = nil, note: String, count: UInt32 = 1, now: Now
  ) {
    let before = leaseInSlot(index)
    changes.append(
      LeaseChange(
        transition: LeaseTransition(
          time: now.wall, from: before.state, cause: cause, match: match, note: note, count: count, lease: lease),
        slot: index, before: before, beforeDeadline: times(ofSlot: index).deadline,
        beforeSessionDeadline: times(ofSlot: index).sessionDeadline, wasInLedger: slots[Int(index)].isInLedger,
        beforeAskMark: slots[Int(index)].askMark, displacedAsk: displacedAsk(by: lease, slot: index),
        displacedSession: displacedSession(by: lease, slot: index)))
    replace(lease, slot: index, deadline: deadline, sessionDeadline: sessionDeadline)
    slots[Int(index)].isInLedger = true
  }

  /// Takes changes back, last first. The caller passes all that is not durable, newest included.
  package mutating func rollBack(_ undone: [LeaseChange]) {
    for change in Mutation.rollBackInOrder.isActive ? undone : undone.reversed() {
      replace(
        change.before, slot: change.slot, deadline: change.beforeDeadline,
        sessionDeadline: change.beforeSessionDeadline)
      slots[Int(change.slot)].isInLedger = change.wasInLedger
      slots[Int(change.slot)].askMark = change.beforeAskMark
      if change.transition.from == change.transition.to, LeaseCause.thinned.contains(change.transition.cause) {
        notes.unwrite(
          NoteKey(lease: change.before.id, cause: change.transition.cause), count: change.transition.count)
      }
      guard let holder = change.transition.lease.holder else { continue }
      if change.displacedAsk >= 0 { linkAsk(holder, change.displacedAsk) }
      if change.displacedSession >= 0 { linkSession(holder, change.displacedSession) }
    }
  }

  private func displacedAsk(by lease: Lease, slot index: Int32) -> Int32 {
    guard let holder = lease.holder, holder.ask != nil else { return -1 }
    let before = leaseInSlot(index)
    if before.id == lease.id, before.holder?.isSameAsk(as: holder) ?? false { return -1 }
    guard let other = slot(askOf: holder), other != index else { return -1 }
    return other
  }

  private func displacedSession(by lease: Lease, slot index: Int32) -> Int32 {
    guard let holder = lease.holder, holder.hasSession else { return -1 }
    let before = leaseInSlot(index)
    if before.id == lease.id, before.holder?.isSameSession(as: holder) ?? false { return -1 }
    guard let other = slot(sessionOf: holder), other != index else { return -1 }
    return other
  }

  /// A lease number that was never used.
  mutating func drawLeaseID() -> LeaseID {
    lastLeaseID = LeaseID(rawValue: lastLeaseID.rawValue + 1)
    return lastLeaseID
  }

  mutating func raiseLastLeaseID(to id: LeaseID) { lastLeaseID = max(lastLeaseID, id) }

  mutating func setPools(_ spaces: [PoolSpace]) { pools = spaces }

  mutating func replace(_ lease: Lease, slot index: Int32, deadline: Moment?, sessionDeadline: Moment?) {
    let before = leaseInSlot(index)
    let pool = slots[Int(index)].pool
    count(before.state, pool: pool, by: -1)
    count(lease.state, pool: pool, by: 1)
    unlink(index, unless: lease)
    slots[Int(index)].lease = lease
    slots[Int(index)].times.sessionDeadline = sessionDeadline
    if before.id != lease.id { slots[Int(index)].isSessionDeadlineDoubtful = false }
    link(index, before: before)
    setDeadline(deadline, slot: index)
    if lease.state == .free, before.state != .free { enqueueFree(index) }
  }

  mutating func count(_ state: LeaseState, pool: Int32, by difference: Int) {
    if pool >= 0 {
      counts[Int(pool)][Int(state.rawValue)] += difference
    } else {
      outsideCounts[Int(state.rawValue)] += difference
    }
  }

  mutating func enqueueFree(_ index: Int32) {
    let pool = slots[Int(index)].pool
    guard pool >= 0 else { return }
    if Mutation.returnedAddressNotQueued.isActive, slots[Int(index)].lease.cause == .quarantineOver { return }
    slots[Int(index)].freeStamp &+= 1
    freeQueues[Int(pool)].append(slot: index, stamp: slots[Int(index)].freeStamp)
    let free = counts[Int(pool)][Int(LeaseState.free.rawValue)]
    if freeQueues[Int(pool)].returnedCount > 2 * free + 1024 {
      let slots = slots
      freeQueues[Int(pool)].compact { FreeQueue.isCurrent($0, in: slots, pool: pool) }
    }
  }

  // MARK: - Slots and pools

  /// The slot of an address; makes one for an address that was never touched.
  mutating func slot(for address: IPv4Address, now: Now) -> Int32 {
    if let index = slot(at: address) { return index }
    let pool = poolIndex(of: address)
    let name = pool < 0 ? "" : pools[Int(pool)].definition.name
    let index = Int32(slots.count)
    slots.append(LeaseSlot(lease: Lease(address: address, pool: name, at: now.wall), pool: pool))
    linkAddress(index)
    count(.free, pool: pool, by: 1)
    return index
  }

  /// Index of the pool that the address lies in today, or -1. Binary search over segments.
  func poolIndex(of address: IPv4Address) -> Int32 { LeaseTable.poolIndex(of: address, in: segmentIndex) }

  static func poolIndex(of address: IPv4Address, in segments: [(range: AddressRange, pool: Int32)]) -> Int32 {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].range.last < address { low = middle + 1 } else { high = middle }
    }
    guard low < segments.count, segments[low].range.contains(address) else { return -1 }
    return segments[low].pool
  }

  func definition(pool: Int32) -> PoolDefinition {
    pool >= 0 ? pools[Int(pool)].definition : LeaseTable.outsideDefinition
  }

  func terms(pool: Int32) -> PoolTerms {
    pool >= 0 ? pools[Int(pool)].terms : LeaseTable.outsideTerms
  }

  /// What rules an address outside of every pool: a user's static one, or one whose range left the configuration.
  static let outsideDefinition = PoolDefinition(name: "", ranges: [])
  private static let outsideTerms = PoolTerms(outsideDefinition)
}

extension FreeQueue {
  static func isCurrent(_ entry: Entry, in slots: [LeaseSlot], pool: Int32) -> Bool {
    let slot = slots[Int(entry.slot)]
    return slot.lease.state == .free && slot.freeStamp == entry.stamp && slot.pool == pool
  }
}
