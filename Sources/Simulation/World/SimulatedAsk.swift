/// A Disconnect-Request of a server's, as it is on the wire: all its transmissions.
struct SimulatedAsk {
  var server: UInt8
  var life: Int32
  var nas: Int32
  /// The session that it names.
  var key: SessionKey
  var identifier: UInt8
  /// User-Name and Acct-Session-Id alone.
  var isReduced: Bool
  var firstSent: Int64
  var transmissions = 1
  /// Whether the session that it names may be ended, by what its server knew when it was sent.
  var isJustified: Bool
  /// The NAS's answer, where it remembers it.
  var reply: [UInt8]?
}

/// A session as a Disconnect-Request and the ledger name it.
struct SessionKey: Hashable {
  var user: String
  var session: String
}

/// What NASes have said of a session.
struct DisconnectAnswers: OptionSet {
  let rawValue: UInt8

  static let ending = DisconnectAnswers(rawValue: 1)
  static let gone = DisconnectAnswers(rawValue: 2)
  static let refused = DisconnectAnswers(rawValue: 4)
}
