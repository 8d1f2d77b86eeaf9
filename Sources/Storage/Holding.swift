package import AddressPool
package import NetworkAddress
package import Timebase

/// One holding of one address, from offer to the next: what "who had this address then" and "what did this user have"
/// are answered from. Folded out of the ledger.
package struct Holding: Equatable, Sendable {
  package var id: LeaseID
  package var address: IPv4Address
  package var pool: String
  package var user: String
  package var client: String
  package var nas: String
  /// Acct-Session-Id; empty until the NAS has told it.
  package var session: String
  /// The holding's first ledger entry. All of its entries follow one another in the ledger of its address.
  package var first: JournalPosition
  /// When it was offered or adopted.
  package var began: Timestamp
  /// When accounting first spoke of its session; nil: never.
  package var started: Timestamp?
  /// When it stopped being live; nil: it is.
  package var ended: Timestamp?
  /// What ended it; nil: it is live.
  package var endCause: LeaseCause?
  /// Since when nobody knows whether its session lives; nil: no doubt.
  package var doubtSince: Timestamp?
  /// A Stop or an operator ended it: nothing brings it back.
  package var isOver: Bool
  /// When its NAS said that it had started anew; nil: not the end of this one.
  package var rebooted: Timestamp?
  /// The ledger entry that gave the address to the next holding; nil: it is the address's last one.
  package var replaced: JournalPosition?

  package init(
    id: LeaseID, address: IPv4Address, pool: String, user: String, client: String, nas: String, session: String,
    first: JournalPosition, began: Timestamp
  ) {
    self.id = id
    self.address = address
    self.pool = pool
    self.user = user
    self.client = client
    self.nas = nas
    self.session = session
    self.first = first
    self.began = began
    isOver = false
  }
}

/// Which holdings to read. What is nil does not narrow.
package struct HoldingFilter: Equatable, Sendable {
  package var user: String?
  package var session: String?
  package var client: String?
  package var nas: String?
  package var id: LeaseID?
  /// The newest so many.
  package var limit: Int

  package init(
    user: String? = nil, session: String? = nil, client: String? = nil, nas: String? = nil,
    id: LeaseID? = nil, limit: Int = .max
  ) {
    self.user = user
    self.session = session
    self.client = client
    self.nas = nas
    self.id = id
    self.limit = limit
  }

  /// Whether the filter lets a holding through; the limit apart.
  package func admits(_ holding: Holding) -> Bool {
    (user == nil || user == holding.user)
      && (session == nil || session == holding.session)
      && (client == nil || client == holding.client)
      && (nas == nil || nas == holding.nas)
      && (id == nil || id == holding.id)
  }
}

/// An address as the ledger has it at one instant.
package struct AddressMoment: Equatable, Sendable {
  /// The last entry at or before the instant.
  package var entry: LedgerEntry
  /// The next entry that changed the state or the holding; nil: it is so to this day.
  package var next: LedgerEntry?

  package init(entry: LedgerEntry, next: LedgerEntry?) {
    self.entry = entry
    self.next = next
  }
}
