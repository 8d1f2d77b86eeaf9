package import NetworkAddress

/// What the user store made of an Access-Request.
package enum AccessDecision: Sendable {
  /// Access-Accept, if the core has the address that the grant asks for.
  case accept(AccessGrant)
  /// Access-Reject.
  case reject(AccessRefusal)
  /// Access-Challenge (RFC 2865 §4.4).
  case challenge(AccessChallenge)
  /// The password is kept under a slow hash: run the work off the event loop, then act on what it returns.
  case verify(PasswordWork)
}

/// What an Access-Accept says, less what only the core knows: the address and the lease's token.
package struct AccessGrant: Equatable, Sendable {
  /// Encoded attributes in the order in which they are sent, already hidden for this request. Never holds
  /// Framed-IP-Address, Session-Timeout or Acct-Interim-Interval, which stand in the fields below, nor our own Class.
  package var reply: [UInt8]
  /// The user's static address.
  package var framedIPAddress: IPv4Address?
  /// What Framed-IP-Address says when no pool of ours gives an address: 255.255.255.254 (the NAS chooses) or
  /// 255.255.255.255 (the user may choose), RFC 2865 §5.8. Nil: nothing is said.
  package var addressWithoutPool: IPv4Address?
  /// Pool-Name as it stands in the users file; `none` is handed on too.
  package var poolName: String?
  /// Seconds; already lowered to what is left until Expiration and to the end of the Login-Time window.
  package var sessionTimeout: UInt32?
  /// Acct-Interim-Interval, seconds.
  package var interimInterval: UInt32?
  /// How many live sessions the user may have, this one included.
  package var simultaneousUse: Int?
  /// What an Access-Reject has to say instead, should the core refuse after all (an empty pool, too many sessions):
  /// EAP-Failure or MS-CHAP-Error, encoded. Empty for PAP and CHAP.
  package var refusalReply: [UInt8]

  package init(
    reply: [UInt8] = [], framedIPAddress: IPv4Address? = nil, addressWithoutPool: IPv4Address? = nil,
    poolName: String? = nil, sessionTimeout: UInt32? = nil, interimInterval: UInt32? = nil,
    simultaneousUse: Int? = nil, refusalReply: [UInt8] = []
  ) {
    self.reply = reply
    self.framedIPAddress = framedIPAddress
    self.addressWithoutPool = addressWithoutPool
    self.poolName = poolName
    self.sessionTimeout = sessionTimeout
    self.interimInterval = interimInterval
    self.simultaneousUse = simultaneousUse
    self.refusalReply = refusalReply
  }
}

/// What an Access-Reject says, and why.
package struct AccessRefusal: Equatable, Sendable {
  package var reason: RefusalReason
  /// Encoded attributes: Reply-Message, EAP-Message, MS-CHAP-Error.
  package var reply: [UInt8]

  package init(reason: RefusalReason, reply: [UInt8] = []) {
    self.reason = reason
    self.reply = reply
  }
}

/// What an Access-Challenge says.
package struct AccessChallenge: Equatable, Sendable {
  /// Encoded attributes: EAP-Message and State.
  package var reply: [UInt8]

  package init(reply: [UInt8]) { self.reply = reply }
}
