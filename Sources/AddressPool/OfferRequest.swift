package import NetworkAddress

/// What an Access-Request that is to be accepted asks of the pools.
package struct OfferRequest: Sendable {
  /// Where the address is to come from.
  package enum Source: Equatable, Sendable {
    /// The first pool that is open to the client.
    case firstOpenPool
    /// `Pool-Name` of the user.
    case pool(String)
    /// `Framed-IP-Address` of the user.
    case address(IPv4Address)
  }

  package var holder: LeaseHolder
  package var source: Source
  /// Session-Timeout of the user, seconds; nil: the pool's.
  package var sessionTimeout: UInt32?
  /// Acct-Interim-Interval of the user, seconds; nil: the pool's.
  package var interimInterval: UInt32?
  /// Simultaneous-Use of the user; nil: no bound.
  package var simultaneousUse: Int?
  /// Whether this client's NAS-Ports are unique: configured, or nil to go by what was seen.
  package var portsUnique: Bool?
  /// See ``SessionEvent/infersReboots``.
  package var infersReboots: Bool?
  package var note: String
  /// Out of the Request Authenticator: what tells a copy of the packet from another ask. 0: not known.
  package var mark: UInt32 = 0
  /// The same packet was answered before, and what was offered then is no longer held.
  package var isCopy = false

  package init(
    holder: LeaseHolder, source: Source, sessionTimeout: UInt32? = nil, interimInterval: UInt32? = nil,
    simultaneousUse: Int? = nil, portsUnique: Bool? = nil, infersReboots: Bool? = nil,
    note: String
  ) {
    self.holder = holder
    self.source = source
    self.sessionTimeout = sessionTimeout
    self.interimInterval = interimInterval
    self.simultaneousUse = simultaneousUse
    self.portsUnique = portsUnique
    self.infersReboots = infersReboots
    self.note = note
  }
}

/// What became of an ``OfferRequest``.
package enum OfferOutcome: Equatable, Sendable {
  case granted(Lease)
  /// The pool is empty, and configured to let the user in all the same.
  case grantedWithoutAddress(pool: String)
  case refused(OfferRefusal)
}

/// Why no address was offered.
package enum OfferRefusal: Equatable, Sendable {
  case poolEmpty(pool: String)
  /// `Pool-Name` names no pool.
  case unknownPool(String)
  /// The pool is not open to the client.
  case poolNotOpen(String)
  /// No pool is open to the client.
  case noPool
  /// `open-offers-per-user` of its offers are unconfirmed.
  case tooManyOffers(Int)
  /// `Simultaneous-Use` sessions of the user are live.
  case tooManySessions(Int)
  /// The user's static address is held by another, or rests after another.
  case addressInUse(IPv4Address)
  /// The user's static address was taken out by an operator.
  case addressReserved(IPv4Address)

  /// A stable word for logs, counters and `radpostauth`.
  package var name: String {
    switch self {
    case .poolEmpty: "poolEmpty"
    case .unknownPool: "unknownPool"
    case .poolNotOpen: "poolNotOpen"
    case .noPool: "noPool"
    case .tooManyOffers: "tooManyOffers"
    case .tooManySessions: "tooManySessions"
    case .addressInUse: "addressInUse"
    case .addressReserved: "addressReserved"
    }
  }
}
