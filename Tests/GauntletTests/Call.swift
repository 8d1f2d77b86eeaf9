/// One call of a user, as its NAS tells of it: what stands in the Access-Request and in the accounting.
struct Call {
  var user: String
  /// Acct-Session-Id of the accounting.
  var session: String
  /// Whether the Access-Request has the Acct-Session-Id too.
  var asksWithSession = false
  /// NAS-Port; nil: the NAS sends none.
  var port: UInt32?
  var callingStation: String?
  /// NAS-Identifier; nil: the NAS sends none.
  var nasIdentifier: String?
  /// Whether the accounting echoes Class (RFC 2865 §5.25).
  var echoesClass = true
  /// Whether the accounting has Framed-IP-Address.
  var sendsAddress = true
  /// What the Access-Accept gave.
  var address: UInt32?
  var classes: [[UInt8]] = []

  init(_ user: String, session: String, port: UInt32? = nil) {
    self.user = user
    self.session = session
    self.port = port
  }

  /// The address in its dotted form; empty: none was given.
  var addressText: String { address.map(Call.dotted) ?? "" }

  static func dotted(_ address: UInt32) -> String {
    (0..<4).map { String(address >> (24 - 8 * $0) & 255) }.joined(separator: ".")
  }
}
