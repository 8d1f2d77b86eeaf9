package import Accounting
package import AddressPool
package import NetworkAddress
package import Timebase

/// The number of a journal entry, from 1; 0 stands before the first.
package struct JournalPosition: RawRepresentable, Hashable, Comparable, Sendable {
  package var rawValue: UInt64
  package init(rawValue: UInt64) { self.rawValue = rawValue }
  package static func < (left: JournalPosition, right: JournalPosition) -> Bool { left.rawValue < right.rawValue }
}

/// A journal entry with its place.
package struct JournalItem: Equatable, Sendable {
  package var position: JournalPosition
  package var entry: JournalEntry

  package init(position: JournalPosition, entry: JournalEntry) {
    self.position = position
    self.entry = entry
  }
}

/// A ledger entry with its place in the journal.
package struct LedgerEntry: Equatable, Sendable {
  package var position: JournalPosition
  package var transition: LeaseTransition

  package init(position: JournalPosition, transition: LeaseTransition) {
    self.position = position
    self.transition = transition
  }
}

/// What a starting server takes up: the lease table as the journal tells it.
package struct RecoveredState: Equatable, Sendable {
  /// Every address that the ledger names, in the order of addresses, each as its last entry left it.
  package var leases: LeaseList
  /// The highest lease number ever written.
  package var lastLeaseID: LeaseID
  package var position: JournalPosition
  /// The newest holdings whose address another holds by now, oldest first, at most
  /// ``LeaseTable/Limits/pastSessionsMax``.
  package var past: [PastSession]
  /// The NASes that were seen to share ports.
  package var sharedPorts: Set<String>

  package init(
    leases: LeaseList, lastLeaseID: LeaseID, position: JournalPosition, past: [PastSession] = [],
    sharedPorts: Set<String> = []
  ) {
    self.leases = leases
    self.lastLeaseID = lastLeaseID
    self.position = position
    self.past = past
    self.sharedPorts = sharedPorts
  }
}

/// A key that signs lease tokens. Older keys still verify, so that tokens survive a rotation.
package struct TokenKey: Equatable, Sendable {
  package var number: UInt8
  /// 32 octets.
  package var bytes: [UInt8]

  package init(number: UInt8, bytes: [UInt8]) {
    self.number = number
    self.bytes = bytes
  }
}

/// A durable twin of the core's state. One conformance suite runs over every store.
///
/// `append` is called from one thread at a time; the rest from any thread, at any time. Reports fold first, so that
/// they tell all that was committed before the call.
package protocol Store: AnyObject, Sendable {
  /// Appends in one transaction with one sync to disk. When it throws, none of `entries` is in the store, and the same
  /// store works again once the cause is gone. An empty list does nothing.
  func append(_ entries: [JournalEntry]) throws(StoreError)
  /// Makes room for commits, in a store that gathers them before its journal takes them. The fold does so too.
  func settle() throws(StoreError)
  /// Whether ``settle()`` is due, since the next commits would wait for it. Asked after each commit; it waits for nothing.
  var shouldSettle: Bool { get }
  /// The number of the last journal entry; 0: the journal is empty.
  func position() throws(StoreError) -> JournalPosition
  /// How far the derived tables are: the number of the last entry that was folded.
  func cursor() throws(StoreError) -> JournalPosition
  /// The lease table, read from the derived state and the journal's tail. The store may be in use: it is what the
  /// core goes back to after a failed append.
  func recover() throws(StoreError) -> RecoveredState
  /// The keys that sign lease tokens, newest first; the first call makes one.
  func tokenKeys() throws(StoreError) -> [TokenKey]
  /// Adds a key, drawn by the store, that signs from now on; the oldest past ``StoreLimits/tokenKeysMax`` goes.
  func rotateTokenKey() throws(StoreError)

  /// The cursors of those who read the journal beside the fold, in the order of their names.
  func journalCursors() throws(StoreError) -> [JournalCursor]
  /// Puts or replaces a cursor, durably.
  func put(_ cursor: JournalCursor) throws(StoreError)
  /// Forgets a cursor: nothing is kept for its sake any more.
  func removeJournalCursor(named name: String) throws(StoreError)

  /// Folds what the journal holds past the cursor into the derived tables, about `limit` entries, in one
  /// transaction with the cursor. Returns how many it folded; 0: the fold has caught up.
  func fold(limit: Int) throws(StoreError) -> Int

  /// Forgets the derived tables and folds them anew out of the whole journal; of a journal that was cut off, which no longer
  /// tells all that they hold, the lease table alone. Reports wait until it is done.
  func refold() throws(StoreError)

  /// The ledger of an address, oldest first.
  func history(of address: IPv4Address) throws(StoreError) -> [LedgerEntry]
  /// Holdings, newest first.
  func holdings(_ filter: HoldingFilter) throws(StoreError) -> [Holding]
  /// The ledger of one holding, oldest first.
  func history(of holding: Holding) throws(StoreError) -> [LedgerEntry]
  /// An address at an instant; nil: nothing had happened to it by then.
  func moment(of address: IPv4Address, at time: Timestamp) throws(StoreError) -> AddressMoment?
  /// What was counted of the NASes from a day on, in the order of the keys.
  func tallies(sinceDay day: Int64) throws(StoreError) -> [LeaseTally]
  /// The lease table as the derived state holds it, in the order of addresses.
  func leases() throws(StoreError) -> [Lease]
  /// One row of it; nil: the ledger does not name the address.
  func lease(of address: IPv4Address) throws(StoreError) -> Lease?
  /// Sessions, newest first.
  func sessions(_ filter: SessionFilter) throws(StoreError) -> [SessionRow]
  /// Sessions whose row has a higher number than `number`, in the order of the numbers, at most `limit`.
  func sessionRows(
    after number: Int64, _ filter: ExportFilter, limit: Int
  ) throws(StoreError) -> [AccountingSession]
  /// Figures out of the rollups, in the order of their keys.
  func rollups(_ query: RollupQuery) throws(StoreError) -> [Rollup]
  /// Calls `body` with the users whose sessions began at or after `from` and before `to`, in the order of times; of one NAS
  /// and pool where they are given. A quarter of an hour may come in several parts.
  func eachUserSlot(
    from: Timestamp, to: Timestamp, nas: String?, pool: String?, _ body: (UserSlot) -> Void
  ) throws(StoreError)
  /// Calls `body` for each session that began at or after `from` and before `to`, whole seconds, in the order of starts.
  func eachSessionStart(
    from: Timestamp, to: Timestamp, _ body: (SessionStart) -> Void
  ) throws(StoreError)
  /// The newest authentication decisions, newest first.
  func postAuthentications(limit: Int) throws(StoreError) -> [AuthenticationRecord]
  /// What stands for the part of the journal that was cut off; all zero where nothing was.
  func journalCut() throws(StoreError) -> JournalCut
  /// The ledger as a whole, as of one moment whatever retention does meanwhile: calls `begin` with what stands for the part
  /// that was cut off, and `body` with each transition after it up to `position`.
  func eachTransition(
    through position: JournalPosition, begin: (JournalCut) -> Void, _ body: (LedgerEntry) -> Void
  ) throws(StoreError)
  /// Journal entries after `position`, in order, at most `limit`.
  func journal(after position: JournalPosition, limit: Int) throws(StoreError) -> [JournalItem]

  /// Folds what is left, and lets go of files and locks. Everything else throws ``StoreError/Kind/closed`` after it.
  func close() throws(StoreError)
}

extension Store {
  package func settle() throws(StoreError) {}
  package var shouldSettle: Bool { false }
}

/// What is bounded in a store, and why.
package enum StoreLimits {
  /// Token keys kept; tokens live as long as leases do, so that eight rotations are plenty.
  package static let tokenKeysMax = 8
  /// Octets of a token key.
  package static let tokenKeyLength = 32
  /// Journal entries to one row, so that one entry can be read back without reading a huge commit.
  package static let rowEntriesMax = 1024
  /// Octets to one row; a single entry may exceed it.
  package static let rowLengthMax = 1 << 20
  /// Entries to one transaction of the fold, where a report has to catch up.
  package static let foldMax = 65_536
}
