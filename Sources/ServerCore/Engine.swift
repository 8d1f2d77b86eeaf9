package import AddressPool
import Authentication
import DequeModule
import NetworkAddress
import RADIUSWire
package import Storage
package import Timebase

/// The request engine: what each packet means for leases, records and answers.
///
/// A functional core: it reads no clock, draws no random number and does no I/O. The shell hands it datagrams and the
/// time, takes batches of journal entries from it, writes them, and says whether that worked. No answer that promises
/// something comes out before its batch is written (RFC 2866 §2); when a batch cannot be written, what it and all later
/// ones had changed is taken back and nothing of it is answered.
///
/// Not Sendable: it lives on one event loop.
package final class Engine {
  package internal(set) var policy: EnginePolicy {
    didSet { limiter = RateLimiter(policy.clients.clients) }
  }
  package internal(set) var counters = EngineCounters()
  package internal(set) var table: LeaseTable
  package let limits: EngineLimits
  /// The local time zone for Login-Time, seconds east of Greenwich. The shell keeps it up to date.
  package var secondsEastOfUTC = 0
  /// While true, every new request is dropped: the server is stopping.
  package var isStopping = false

  private(set) var token: LeaseToken
  let challengeKey: [UInt8]
  var duplicates: DuplicateCache
  var eventMemory = EventMemory(capacity: EngineLimits.eventsRemembered)
  var limiter: RateLimiter
  var sources = SourceTable(capacity: EngineLimits.sourcesRemembered)
  /// Requests among what is gathered or under way to the disk.
  var uncommittedRequests = 0
  /// Decided and not yet handed to the store, oldest first.
  var gathered = Deque<Decided>()
  /// Under way to the disk.
  var committing = Deque<Decided>()
  var committingSharedPorts: [SharedPort] = []
  var delayed = Deque<DelayedReply>()
  var verifying: [VerificationID: PendingAccess] = [:]
  /// Changes of a reload could not be written: to be made again.
  var mustConfigureAgain = false
  var lastVerification: UInt64 = 0
  var lastCommand: UInt64 = 0
  var dynamicAuthorization = DynamicAuthorization()
  var pendingDisconnects: [CommandID: PendingDisconnect] = [:]
  var pendingEvents: [EngineEvent] = []
  package internal(set) var eventsLost = 0

  /// `challengeKey`: at least 16 octets, kept over a reload; keys the State of challenges.
  package init(
    policy: EnginePolicy, limits: EngineLimits, tokenKeys: [TokenKey], challengeKey: [UInt8],
    recovered: consuming RecoveredState, now: Now
  ) {
    self.policy = policy
    limiter = RateLimiter(policy.clients.clients)
    self.limits = limits
    self.challengeKey = challengeKey
    token = LeaseToken(keys: tokenKeys)
    duplicates = DuplicateCache(capacity: limits.duplicateCacheEntries, lifetime: limits.duplicateCacheLifetime)
    table = LeaseTable()
    // Taken out of what was handed over, so that nobody else has them and they are not copied.
    var leases: LeaseList = []
    swap(&leases, &recovered.leases)
    table.restore(
      consume leases, lastLeaseID: recovered.lastLeaseID, past: recovered.past, sharedPorts: recovered.sharedPorts,
      pools: policy.pools, now: now)
    configurePools(now: now)
  }

  /// Lends the lease table. A question put to a property of a class copies the whole table first, with a count up and down
  /// for each of its parts.
  @inline(__always)
  func withTable<Result>(_ body: (inout LeaseTable) -> Result) -> Result { body(&table) }

  /// Takes up token keys, newest first: the first signs from now on, all verify.
  package func use(tokenKeys: [TokenKey]) { token = LeaseToken(keys: tokenKeys) }

  /// Takes up a new configuration. What is under way goes on; what it changes in the pools goes to the next batch.
  package func reload(_ policy: EnginePolicy, now: Now) {
    self.policy = policy
    sources.clientsChanged()
    configurePools(now: now)
  }

  func configurePools(now: Now) {
    let askable = policy.clients.clients.filter { $0.dynamicAuthorization?.onSuspect == .ask }
    table.askableClients = Set(askable.map(\.name))
    table.configure(
      pools: policy.pools, staticAddresses: Set(policy.users.staticAddresses.map(\.address)), now: now)
    gatherChanges(.configuration)
  }

  /// Requests received and not yet answered or dropped.
  package var inFlight: Int { uncommittedRequests + delayed.count + verifying.count }

  /// Whether everything is written and answered.
  package var isIdle: Bool { gathered.isEmpty && committing.isEmpty && delayed.isEmpty && verifying.isEmpty }

  /// What happened since the last call, for the log.
  package func takeEvents() -> [EngineEvent] {
    let taken = pendingEvents
    pendingEvents.removeAll(keepingCapacity: true)
    return taken
  }

  func report(_ event: @autoclosure () -> EngineEvent) {
    guard pendingEvents.count < EngineLimits.eventsPendingMax else {
      eventsLost += 1
      return
    }
    pendingEvents.append(event())
  }
}

/// A request on its way to an answer: all that the answer needs.
struct RequestContext {
  var packet: Packet
  var source: Endpoint
  /// `source` as text.
  var sourceText: String
  var socket: SocketID
  var client: ClientDefinition
  /// The client and the NAS as leases and records name them (docs/architecture.md, "A NAS").
  var origin: LeaseOrigin
  var duplicate: DuplicateCache.Handle
  /// It was answered before, and that answer does not stand any more.
  var isCopy: Bool
  var arrived: Now

  var nas: String { origin.nas }
}

/// Something that waits for its entries to be on disk.
struct Decided {
  enum Purpose {
    /// The answer leaves when the entries are on disk, and not before `notBefore`.
    case reply(OutgoingReply, duplicate: DuplicateCache.Handle, notBefore: Moment?)
    case command(CommandID)
    case sweep
    case configuration
  }

  var purpose: Purpose
  /// What happened to leases: entries of the ledger, and how to take them back.
  var changes: [LeaseChange]
  /// What else goes to the journal, behind the changes.
  var records: [JournalEntry]
  /// The accounting event to forget should the entries not be written.
  var remembered: EventMemory.Undo?
  /// What was counted in the ledger's next entry, to be taken back should it not be written.
  var counted: NoteKey?

  var entryCount: Int { changes.count + records.count }

  func append(to entries: inout [JournalEntry]) {
    for change in changes { entries.append(.transition(change.transition)) }
    entries.append(contentsOf: records)
  }
}

struct DelayedReply {
  var reply: OutgoingReply
  var duplicate: DuplicateCache.Handle
  var notBefore: Moment
}

/// An Access-Request whose password is being checked elsewhere.
struct PendingAccess {
  var context: RequestContext
}
