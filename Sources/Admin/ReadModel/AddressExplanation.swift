package import AddressPool
package import NetworkAddress
package import Timebase

/// `pool explain`: where an address is, why, until when at the latest, and all that happened to it.
package struct AddressExplanation: Codable, Equatable, Sendable {
  package var address: IPv4Address
  /// Nil: the address lies in no pool of today's configuration and of none that the ledger knows.
  package var pool: String?
  package var state: LeaseState
  /// Who holds it, or whose end it rests from; nil where it is free or reserved.
  package var user: String?
  package var client: String?
  package var session: String?
  /// When it entered its state; nil: nobody ever held it.
  package var since: Timestamp?
  /// When the sweep takes it on; nil in `free` and `reserved`.
  package var deadline: Timestamp?
  /// What brought the present state; nil: nothing ever happened to it.
  package var cause: String?
  /// When it is free even if nothing more is heard from anybody; nil where it is free, or reserved for good.
  package var freeAtLatest: Timestamp?
  /// Oldest first.
  package var history: [ExplainedEvent]
}
