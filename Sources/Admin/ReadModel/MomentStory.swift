package import AddressPool
package import NetworkAddress
internal import Storage
package import Timebase

/// `pool explain ADDRESS --at TIME`: who had the address then.
package struct MomentStory: Codable, Equatable, Sendable {
  package var address: IPv4Address
  /// Nil: it lay in no pool.
  package var pool: String?
  package var at: Timestamp
  package var state: LeaseState
  /// Who held it, or whose end it rested from; nil: nobody.
  package var lease: UInt64?
  package var user: String?
  package var client: String?
  package var nas: String?
  package var session: String?
  package var callingStation: String?
  /// When that holding began, and when it ended; nil: not yet.
  package var began: Timestamp?
  package var ended: Timestamp?
  /// Where nobody held it: who did last.
  package var lastUser: String?
  package var lastEnded: Timestamp?
  /// When it came into the state, and by what; nil: nothing had happened to it yet.
  package var since: Timestamp?
  package var cause: String?
  /// The next change of state or holder; nil: there was none.
  package var next: ExplainedEvent?

  /// `holding`: that of the moment's lease.
  init(address: IPv4Address, pool: String?, at time: Timestamp, moment: AddressMoment?, holding: Holding?) {
    self.address = address
    self.pool = pool
    at = time
    guard let moment else {
      state = .free
      return
    }
    let found = moment.entry.transition.lease
    if self.pool == nil, !found.pool.isEmpty { self.pool = found.pool }
    state = found.state
    since = found.since
    cause = found.cause.name
    next = moment.next.map(ReadModel.event)
    if let holder = found.presentHolder {
      lease = found.id.rawValue
      user = holder.user
      client = holder.client
      nas = holder.nas
      session = holding?.session ?? holder.session
      callingStation = holder.callingStation
      began = holding?.began
      ended = holding?.ended
    } else if found.id.rawValue != 0 {
      lastUser = found.holder?.user
      lastEnded = holding?.ended
    }
  }
}
