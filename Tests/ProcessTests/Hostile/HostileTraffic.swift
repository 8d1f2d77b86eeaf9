import ProcessHarness
import RADIUSCrypto
import RADIUSWire

/// A stream of datagrams, good and hostile, the same for the same seed.
struct HostileTraffic {
  /// Where a datagram goes, and from whom it comes.
  struct Datagram {
    var bytes: [UInt8]
    var toAccounting = false
    var fromStranger = false
  }

  enum Kind: CaseIterable {
    case accept, wrongPassword, unknownUser, poolUser, session, chap, statusServer
    case repeated, stranger, wrongSecret, unsignedStatus, badProof, eapNoise
    case noise, empty, truncated, flipped, wrongLength, brokenAttribute, manyAttributes, oversized, padded
    case wrongCode, wrongPort, fullOfProxyStates
  }

  private var good: RequestFactory
  private var bad: RequestFactory
  private var recent: [Datagram] = []
  private var sessions = 0

  /// How many datagrams a repetition may go back.
  private static let recentMax = 64

  init(secret: String, seed: UInt64) {
    good = RequestFactory(secret: secret, seed: seed)
    bad = RequestFactory(secret: secret + "?", seed: seed &+ 1)
  }

  mutating func next() throws -> Datagram {
    let kind = Kind.allCases.randomElement(using: &good.random) ?? .noise
    let datagram = try make(kind)
    if kind != .repeated && !datagram.fromStranger {
      if recent.count < Self.recentMax {
        recent.append(datagram)
      } else {
        recent[Int.random(in: 0..<Self.recentMax, using: &good.random)] = datagram
      }
    }
    return datagram
  }

  private mutating func make(_ kind: Kind) throws -> Datagram {
    switch kind {
    case .accept: Datagram(bytes: try good.access(user: "noip", password: "noippw"))
    case .wrongPassword: Datagram(bytes: try good.access(user: "noip", password: "guess"))
    case .unknownUser: Datagram(bytes: try good.access(user: "nobody-\(number(1_000))", password: "x"))
    case .poolUser: Datagram(bytes: try good.access(user: "alice", password: "alicepw", session: sessionName()))
    case .session: try accounting()
    case .chap: Datagram(bytes: try chap())
    case .statusServer: Datagram(bytes: try good.statusServer(), toAccounting: number(2) == 0)
    case .repeated: recent.randomElement(using: &good.random) ?? Datagram(bytes: [])
    case .stranger:
      Datagram(bytes: try good.access(user: "noip", password: "noippw"), fromStranger: true)
    case .wrongSecret:
      Datagram(
        bytes: try bad.accounting(.start, user: "alice", session: sessionName()), toAccounting: true)
    case .unsignedStatus:
      Datagram(bytes: PacketBuilder(code: .statusServer, identifier: 1, authenticator: good.authenticator()).finish())
    case .badProof: Datagram(bytes: try bad.access(user: "noip", password: "noippw"))
    case .eapNoise: Datagram(bytes: try eap())
    case .fullOfProxyStates:
      Datagram(bytes: try good.access(user: "noip", password: "noippw", proxyStates: proxyStates()))
    default: try broken(kind)
    }
  }

  /// Datagrams that are no proper request at all.
  private mutating func broken(_ kind: Kind) throws -> Datagram {
    var datagram =
      number(2) == 0 ? try accounting() : Datagram(bytes: try good.access(user: "noip", password: "noippw"))
    switch kind {
    case .noise: datagram.bytes = octets(number(4_200))
    case .empty: datagram.bytes = octets(number(20))
    case .truncated: datagram.bytes.removeLast(1 + number(datagram.bytes.count))
    case .flipped: for _ in 0...number(8) { datagram.bytes[number(datagram.bytes.count)] ^= 1 << UInt8(number(8)) }
    case .wrongLength:
      datagram.bytes[2] = UInt8(number(32))
      datagram.bytes[3] = UInt8(number(256))
    case .brokenAttribute: datagram.bytes[21] = UInt8(number(256))
    case .manyAttributes: datagram.bytes = packet(filledWith: [UInt8(number(256)), 2], count: 1_000)
    case .oversized: datagram.bytes = packet(filledWith: [33, 253] + octets(251), count: 16) + octets(900)
    case .padded: datagram.bytes += octets(number(64))
    case .wrongCode: datagram.bytes[0] = UInt8(number(256))
    case .wrongPort: datagram.toAccounting.toggle()
    default: break
    }
    return datagram
  }

  private mutating func accounting() throws -> Datagram {
    let status = AccountingStatus.allCases.randomElement(using: &good.random) ?? .start
    let request = try good.accounting(
      status, user: "alice", session: sessionName(),
      address: UInt32.random(in: 0x0a63_0000...0x0a63_00ff, using: &good.random),
      octets: UInt32(number(1 << 30)))
    return Datagram(bytes: request, toAccounting: true)
  }

  private mutating func chap() throws -> [UInt8] {
    var packet = PacketBuilder(
      code: .accessRequest, identifier: good.nextIdentifier(), authenticator: good.authenticator())
    try packet.append(.userName, text: "noip")
    try packet.append(.chapPassword, octets(number(2) == 0 ? 17 : number(40)))
    return packet.finish()
  }

  private mutating func eap() throws -> [UInt8] {
    var packet = PacketBuilder(
      code: .accessRequest, identifier: good.nextIdentifier(), authenticator: good.authenticator())
    try packet.appendMessageAuthenticator()
    try packet.append(.userName, text: "noip")
    try packet.append(.eapMessage, concatenating: octets(number(600)))
    if number(2) == 0 { try packet.append(.state, octets(number(64))) }
    return good.sign(packet)
  }

  private mutating func proxyStates() -> [[UInt8]] {
    (0..<number(15)).map { _ in octets(number(254)) }
  }

  /// A packet whose Length is right and whose body repeats an attribute; it may be longer than RADIUS allows.
  private mutating func packet(filledWith attribute: [UInt8], count: Int) -> [UInt8] {
    let length = 20 + attribute.count * count
    let header = [1, UInt8(number(256)), UInt8(length >> 8 & 255), UInt8(length & 255)] + octets(16)
    return header + (0..<count).flatMap { _ in attribute }
  }

  /// One of few names, so that sessions begin, go on and end in every order.
  private mutating func sessionName() -> String {
    sessions += 1
    return "fuzz-\(sessions / 256)-\(number(64))"
  }

  private mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &good.random) }

  private mutating func octets(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: 0...255, using: &good.random) }
  }
}
