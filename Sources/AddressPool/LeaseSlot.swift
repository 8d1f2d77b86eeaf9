package import NetworkAddress
import Timebase

/// A lease with what only the running server knows of it. Slots are never given back: an address that was touched once
/// keeps its slot.
struct LeaseSlot {
  var lease: Lease
  var times = SlotTimes()
  /// Index of the pool in today's configuration; -1: outside of all.
  var pool: Int32
  /// Raised whenever the address comes back, so that older entries of the free queue are stale.
  var freeStamp: UInt32 = 0
  /// Neighbours in the list of the user's and of the NAS's live leases; -1: none.
  var userNext: Int32 = -1
  var userPrevious: Int32 = -1
  var nasNext: Int32 = -1
  var nasPrevious: Int32 = -1
  /// Where the user's and the NAS's records stand while the lease is live; -1: it is not.
  var userRecord: Int32 = -1
  var nasRecord: Int32 = -1
  /// The ``OfferRequest/mark`` of the ask that the lease was offered to last; 0: not known, as after a restart.
  var askMark: UInt32 = 0
  /// Has the ledger an entry of it? An untouched slot is not compared with the ledger.
  var isInLedger = false
  /// `sessionDeadline` says little: the session was heard after it, or it was reckoned from the wall clock, which may have
  /// stepped, at a restart or a revival. While the session is heard, it does not end it.
  var isSessionDeadlineDoubtful = false

  init(lease: Lease, pool: Int32) {
    self.lease = lease
    self.pool = pool
  }

  /// When the sweep must look at it.
  var deadline: Moment? { times.deadline }
  /// Start + Session-Timeout + grace, on the monotonic clock; meaningful while live.
  var sessionDeadline: Moment? { times.sessionDeadline }
}

/// The moments of a slot. It holds no reference, so that looking at one copies no lease.
struct SlotTimes {
  private var deadlineOrNone = SlotTimes.none
  private var sessionDeadlineOrNone = SlotTimes.none
  private var askedUntilOrNone = SlotTimes.none
  private var queuedOrNone = SlotTimes.none

  private static let none = Moment(rawValue: .min)

  private static func optional(_ moment: Moment) -> Moment? { moment == none ? nil : moment }

  /// When the sweep must look at it.
  var deadline: Moment? {
    get { SlotTimes.optional(deadlineOrNone) }
    set { deadlineOrNone = newValue ?? SlotTimes.none }
  }
  /// Start + Session-Timeout + grace, on the monotonic clock; meaningful while live.
  var sessionDeadline: Moment? {
    get { SlotTimes.optional(sessionDeadlineOrNone) }
    set { sessionDeadlineOrNone = newValue ?? SlotTimes.none }
  }
  /// The deadline that the sweep set when it let the NAS be asked after this lease; see ``LeaseTable/isAsked(_:)``.
  var askedUntil: Moment? {
    get { SlotTimes.optional(askedUntilOrNone) }
    set { askedUntilOrNone = newValue ?? SlotTimes.none }
  }
  /// The earliest entry in the sweep queue that is not stale.
  var queued: Moment? {
    get { SlotTimes.optional(queuedOrNone) }
    set { queuedOrNone = newValue ?? SlotTimes.none }
  }
}

/// The live leases of a user.
struct UserRecord {
  var head: Int32 = -1
  var live: Int32 = 0
  var offers: Int32 = 0
}

/// The live leases of a NAS, and what they tell about its ports.
struct NASRecord {
  var name: String
  var head: Int32 = -1
  var live = 0
  var ports = PortTable()
  /// Two live sessions shared a port, once: ports of this NAS are not unique from then on (invariant I7).
  var hasSharedPort = false
  /// Enough sessions were live at once, each on a port of its own.
  var hasProvenPorts = false

  init(name: String) { self.name = name }
}

/// An entry of the sweep queue.
struct SweepEntry: Comparable {
  var deadline: Moment
  var slot: Int32

  static func < (left: SweepEntry, right: SweepEntry) -> Bool {
    left.deadline.rawValue != right.deadline.rawValue
      ? left.deadline.rawValue < right.deadline.rawValue : left.slot < right.slot
  }
}

/// What one step did, with what is needed to take it back when the store could not hold it.
package struct LeaseChange: Sendable {
  package let transition: LeaseTransition
  let slot: Int32
  let before: Lease
  let beforeDeadline: Moment?
  let beforeSessionDeadline: Moment?
  let wasInLedger: Bool
  let beforeAskMark: UInt32
  /// The slots that the ask and the session of `transition.lease` led to before; -1: to none, or to this one, or as they do now.
  let displacedAsk: Int32
  let displacedSession: Int32

  package var address: IPv4Address { before.address }
  /// What the ledger said before; nil: nothing.
  package var leaseBefore: Lease? { wasInLedger ? before : nil }
}
