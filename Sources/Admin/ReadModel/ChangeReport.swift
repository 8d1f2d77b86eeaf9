package import AddressPool
package import NetworkAddress
package import Timebase

/// What `pool release`, `reserve` and `unreserve` did.
package struct ChangeReport: Codable, Equatable, Sendable {
  package var address: IPv4Address
  package var pool: String
  package var time: Timestamp
  package var from: LeaseState
  package var to: LeaseState
  /// Who held it before; nil: nobody ever did.
  package var user: String?
  package var session: String?
  /// Who did it and why, as the ledger keeps it.
  package var note: String

  package init(_ transition: LeaseTransition) {
    address = transition.lease.address
    pool = transition.lease.pool
    time = transition.time
    from = transition.from
    to = transition.to
    user = transition.lease.holder?.user
    session = transition.lease.holder?.session
    note = transition.note
  }
}
