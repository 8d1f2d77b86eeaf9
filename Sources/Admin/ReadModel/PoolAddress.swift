package import AddressPool
package import NetworkAddress
package import Timebase

/// A line of `pool show`: one address of a pool as it stands.
package struct PoolAddress: Codable, Equatable, Sendable {
  package var address: IPv4Address
  package var state: LeaseState
  /// Who holds it; nil where nobody does.
  package var user: String?
  package var client: String?
  package var session: String?
  /// When it entered its state; nil: nobody ever held it.
  package var since: Timestamp?
  /// When the sweep takes it on; nil in `free` and `reserved`.
  package var deadline: Timestamp?
}
