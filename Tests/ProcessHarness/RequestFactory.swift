package import RADIUSCrypto
package import RADIUSWire
package import TestRandom

/// Makes the requests of one NAS. Draws from a source that the test has seeded.
package struct RequestFactory {
  package let secret: SharedSecret
  package var random: SeededGenerator
  private var identifier: UInt8 = 0

  package init(secret: String = "testing123", seed: UInt64) {
    self.secret = SharedSecret(secret)
    random = SeededGenerator(seed: seed)
  }

  package mutating func nextIdentifier() -> UInt8 {
    identifier &+= 1
    return identifier
  }

  package mutating func authenticator() -> Authenticator {
    var octets = Authenticator.zero.octets
    for index in 0..<16 { octets[index] = UInt8.random(in: 0...255, using: &random) }
    return Authenticator(octets)
  }

  /// An Access-Request with a PAP password and a Message-Authenticator.
  package mutating func access(
    user: String, password: String, session: String? = nil, nasPort: UInt32? = nil, proxyStates: [[UInt8]] = []
  ) throws -> [UInt8] {
    try access(user: user, password: password) { packet in
      if let session { try packet.append(.acctSessionID, text: session) }
      if let nasPort { try packet.append(.nasPort, integer: nasPort) }
      for state in proxyStates { try packet.append(.proxyState, state) }
    }
  }

  /// The same, with what `describe` adds.
  package mutating func access(user: String, password: String, describe: (inout PacketBuilder) throws -> Void) throws
    -> [UInt8]
  {
    let authenticator = authenticator()
    var packet = PacketBuilder(code: .accessRequest, identifier: nextIdentifier(), authenticator: authenticator)
    try packet.appendMessageAuthenticator()
    try packet.append(.userName, text: user)
    let hidden = try UserPassword.hide(Array(password.utf8), secret: secret, requestAuthenticator: authenticator)
    try packet.append(.userPassword, hidden)
    try describe(&packet)
    return sign(packet)
  }

  /// An Accounting-Request of a session. `octets` goes out as Acct-Input-Octets.
  package mutating func accounting(
    _ status: AccountingStatus, user: String, session: String, address: UInt32? = nil, octets: UInt32? = nil,
    classes: [[UInt8]] = []
  ) throws -> [UInt8] {
    try accounting(status.rawValue) { packet in
      try packet.append(.userName, text: user)
      try packet.append(.acctSessionID, text: session)
      if let address { try packet.append(.framedIPAddress, integer: address) }
      if let octets { try packet.append(.acctInputOctets, integer: octets) }
      for value in classes { try packet.append(.classAttribute, value) }
    }
  }

  /// An Accounting-Request of the Acct-Status-Type `status`, with what `describe` adds.
  package mutating func accounting(_ status: UInt32, describe: (inout PacketBuilder) throws -> Void) throws -> [UInt8] {
    var packet = PacketBuilder(code: .accountingRequest, identifier: nextIdentifier())
    try packet.append(.acctStatusType, integer: status)
    try describe(&packet)
    return sign(packet)
  }

  package mutating func statusServer() throws -> [UInt8] {
    var packet = PacketBuilder(
      code: .statusServer, identifier: nextIdentifier(), authenticator: authenticator())
    try packet.appendMessageAuthenticator()
    return sign(packet)
  }

  package func sign(_ packet: PacketBuilder) -> [UInt8] {
    var bytes = packet.finish()
    PacketSignature.sign(request: &bytes, secret: secret)
    return bytes
  }
}

/// Acct-Status-Type (RFC 2866 §5.1).
package enum AccountingStatus: UInt32, CaseIterable {
  case start = 1
  case stop = 2
  case interim = 3
}
