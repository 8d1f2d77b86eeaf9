import Accounting
import AddressPool
import Authentication
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import TestRandom
import Testing
import Timebase

/// Makes the packets of a NAS, signed as a NAS signs them.
struct TestNAS {
  var endpoint: Endpoint
  var secret = Bench.secret
  var identifier: UInt8 = 0
  var random = SeededGenerator(seed: 99)
  /// Whether Access-Requests carry a Message-Authenticator.
  var signs = true
  /// NAS-Identifier; empty: none is sent.
  var name = ""

  typealias Fill = (inout PacketBuilder) throws -> Void

  init(_ host: String = "127.0.0.1", port: UInt16 = 40_000, name: String = "") throws {
    endpoint = Endpoint(address: try required(IPAddress(host)), port: port)
    self.name = name
  }

  mutating func access(_ user: String, _ password: String, _ fill: Fill = { _ in }) throws -> Packet {
    let authenticator = draw()
    var builder = begin(.accessRequest, authenticator)
    try builder.append(.userName, text: user)
    let hidden = try UserPassword.hide(Array(password.utf8), secret: secret, requestAuthenticator: authenticator)
    try builder.append(.userPassword, hidden)
    if !name.isEmpty { try builder.append(.nasIdentifier, text: name) }
    try fill(&builder)
    if signs { _ = try builder.appendMessageAuthenticator() }
    return try signed(builder)
  }

  /// `status`: 1 Start, 2 Stop, 3 Interim-Update, 7 Accounting-On, 8 Accounting-Off.
  mutating func account(_ status: UInt32, _ fill: Fill = { _ in }) throws -> Packet {
    var builder = begin(.accountingRequest, .zero)
    try builder.append(.acctStatusType, integer: status)
    if !name.isEmpty { try builder.append(.nasIdentifier, text: name) }
    try fill(&builder)
    return try signed(builder)
  }

  mutating func status(signed isSigned: Bool = true, _ fill: Fill = { _ in }) throws -> Packet {
    let authenticator = draw()
    var builder = begin(.statusServer, authenticator)
    if isSigned { _ = try builder.appendMessageAuthenticator() }
    try fill(&builder)
    return try signed(builder)
  }

  private mutating func begin(_ code: PacketCode, _ authenticator: Authenticator) -> PacketBuilder {
    identifier &+= 1
    return PacketBuilder(code: code, identifier: identifier, authenticator: authenticator)
  }

  private mutating func draw() -> Authenticator {
    var octets = InlineArray<16, UInt8>(repeating: 0)
    for index in octets.indices { octets[index] = UInt8(truncatingIfNeeded: random.next()) }
    return Authenticator(octets)
  }

  private func signed(_ builder: consuming PacketBuilder) throws -> Packet {
    var bytes = builder.finish()
    PacketSignature.sign(request: &bytes, secret: secret)
    return try Packet(decoding: bytes)
  }
}

/// A session as its NAS sees it: what the Accept said, and what accounting repeats.
struct TestSession {
  var user: String
  var id: String
  var address: IPv4Address?
  var classes: [[UInt8]]
  var port: UInt32?

  init(_ user: String, id: String, accept: Packet? = nil, port: UInt32? = nil) {
    self.user = user
    self.id = id
    self.port = port
    address = accept?.address(.framedIPAddress)
    classes = accept?.all(.classAttribute).map { Array($0.value) } ?? []
  }

  /// The attributes of its accounting packets.
  func fill(_ builder: inout PacketBuilder) throws {
    try builder.append(.userName, text: user)
    if !id.isEmpty { try builder.append(.acctSessionID, text: id) }
    if let address { try builder.append(.framedIPAddress, integer: address.rawValue) }
    if let port { try builder.append(.nasPort, integer: port) }
    for value in classes { try builder.append(.classAttribute, value) }
  }
}

extension Bench {
  /// A session that is up: Access-Accept and Start.
  func connect(
    _ user: String, _ password: String, id: String, from nas: inout TestNAS, port: UInt32? = nil
  ) throws -> TestSession {
    let request = try nas.access(user, password) { if let port { try $0.append(.nasPort, integer: port) } }
    let accept = try answer(request, from: nas)
    guard accept.code == .accessAccept else { throw Missing() }
    let session = TestSession(user, id: id, accept: accept, port: port)
    _ = try answer(try nas.account(1, session.fill), from: nas)
    return session
  }

  func tell(_ status: UInt32, _ session: TestSession, from nas: inout TestNAS, _ fill: TestNAS.Fill = { _ in }) throws {
    let packet = try nas.account(status) {
      try session.fill(&$0)
      try fill(&$0)
    }
    _ = try answer(packet, from: nas)
  }
}
