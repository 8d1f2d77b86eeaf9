import Authentication
import NetworkAddress
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire
import Testing
import Timebase

/// What the tests share: the shipped dictionary, a client, and requests as a NAS makes them.
enum Lab {
  static let secret = SharedSecret("testing123")
  static let challengeKey = [UInt8](repeating: 0x4b, count: 32)
  /// Wednesday, 2026-03-04T10:00:00Z.
  static let now = CivilTime(year: 2026, month: 3, day: 4, hour: 10).timestamp
  static let random: UInt128 = 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef
  static let requestAuthenticator = Authenticator(InlineArray(repeating: 0x5a))

  private static let root = String(#filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined())

  static func path(_ relative: String) -> String { root + "/" + relative }

  static let loaded = Result { () throws(DictionaryError) in
    try AttributeDictionary.load(path: path("dictionaries/dictionary"))
  }

  static func dictionary() throws -> AttributeDictionary { try loaded.get() }

  /// A store out of the text of a users file.
  static func store(_ text: String) throws -> UserStore {
    try UserStore.parse(text, file: "conf/users", dictionary: try dictionary())
  }

  /// The fault that a users file has; nil when it has none.
  static func fault(_ text: String) throws -> UsersFileError? {
    let dictionary = try dictionary()
    do throws(UsersFileError) {
      _ = try UserStore.parse(text, file: "conf/users", dictionary: dictionary)
      return nil
    } catch {
      return error
    }
  }

  /// An Access-Request of `user`, with what `fill` appends.
  static func request(
    _ user: String, now: Timestamp = now, secondsEast: Int = 0, client: String = "lab",
    fill: (inout PacketBuilder) throws -> Void = { _ in }
  ) throws -> AccessRequest {
    try request(octets: Array(user.utf8), now: now, secondsEast: secondsEast, client: client, fill: fill)
  }

  static func request(
    octets user: [UInt8], now: Timestamp = now, secondsEast: Int = 0, client: String = "lab",
    fill: (inout PacketBuilder) throws -> Void = { _ in }
  ) throws -> AccessRequest {
    var builder = PacketBuilder(code: .accessRequest, identifier: 7, authenticator: requestAuthenticator)
    if !user.isEmpty { try builder.append(.userName, user) }
    try fill(&builder)
    return AccessRequest(
      packet: try Packet(decoding: builder.finish()), secret: secret, now: now, secondsEastOfUTC: secondsEast,
      clientName: client, challengeKey: challengeKey, random: random)
  }

  static func pap(
    _ user: String, _ password: String, now: Timestamp = now, secondsEast: Int = 0, client: String = "lab",
    fill: (inout PacketBuilder) throws -> Void = { _ in }
  ) throws -> AccessRequest {
    try request(user, now: now, secondsEast: secondsEast, client: client) { builder in
      let hidden = try UserPassword.hide(
        Array(password.utf8), secret: secret, requestAuthenticator: requestAuthenticator)
      try builder.append(.userPassword, hidden)
      try fill(&builder)
    }
  }

  static func chap(_ user: String, _ password: String) throws -> AccessRequest {
    let challenge = Array("sixteen octets!!".utf8)
    let response = CHAP.response(identifier: 9, password: Array(password.utf8), challenge: challenge[...])
    return try request(user) { builder in
      try builder.append(.chapPassword, [9] + response.bytes)
      try builder.append(.chapChallenge, challenge)
    }
  }

  /// What an Access-Accept with these encoded attributes carries, readable.
  static func pairs(_ encoded: [UInt8]) throws -> [AttributePair] { try dictionary().decodePairs(encoded) }

  /// `Name = value` of each pair, as a client prints it.
  static func texts(_ encoded: [UInt8]) throws -> [String] {
    let dictionary = try dictionary()
    return try pairs(encoded).map { dictionary.format($0) }
  }
}

extension AccessDecision {
  /// The decision after the slow work, where there is some.
  var settled: AccessDecision { if case .verify(let work) = self { work.run() } else { self } }

  var grant: AccessGrant? { if case .accept(let grant) = settled { grant } else { nil } }
  var refusal: AccessRefusal? { if case .reject(let refusal) = settled { refusal } else { nil } }
  var challenge: AccessChallenge? { if case .challenge(let challenge) = settled { challenge } else { nil } }
}
