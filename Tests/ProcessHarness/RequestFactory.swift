package import RADIUSCrypto
package import RADIUSWire

/// Makes the requests of one NAS. Draws from a source that the test has seeded.
package struct RequestFactory {
  package let secret: SharedSecret
  package var random: SplitMix64
  private var identifier: UInt8 = 0

  package init(secret: String = "testing123", seed: UInt64) {
    self.secret = SharedSecret(secret)
    random = SplitMix64(seed: seed)
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

/// A small seeded generator (Steele, Lea and Flood, 2014), so that a failing run can be run again.
package struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
