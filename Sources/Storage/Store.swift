package import AddressPool
package import NetworkAddress

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
  package var leases: [Lease]
  /// The highest lease number ever written.
  package var lastLeaseID: LeaseID
  package var position: JournalPosition

  package init(leases: [Lease], lastLeaseID: LeaseID, position: JournalPosition) {
    self.leases = leases
    self.lastLeaseID = lastLeaseID
    self.position = position
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
/// `append` is called from one thread at a time; the rest from any thread, at any time.
package protocol Store: AnyObject, Sendable {
  /// Appends in one transaction with one sync to disk. When it throws, none of `entries` is in the store.
  func append(_ entries: [JournalEntry]) throws
  /// The lease table, read from the derived state and the journal's tail.
  func recover() throws -> RecoveredState
  /// The keys that sign lease tokens, newest first; the first call makes one.
  func tokenKeys() throws -> [TokenKey]
  /// Adds a key, drawn by the store, that signs from now on.
  func rotateTokenKey() throws

  /// Folds what the journal holds past the cursor into the derived tables, at most `limit` entries, in one
  /// transaction with the cursor. Returns how many it folded; 0: the fold has caught up.
  func fold(limit: Int) throws -> Int

  /// The ledger of an address, oldest first. Folds first, so that it tells all that was committed before the call.
  func history(of address: IPv4Address) throws -> [LedgerEntry]
  /// The lease table as the derived state holds it, in the order of addresses. Folds first.
  func leases() throws -> [Lease]
  /// Journal entries after `position`, in order, at most `limit`.
  func journal(after position: JournalPosition, limit: Int) throws -> [JournalItem]

  func close() throws
}
