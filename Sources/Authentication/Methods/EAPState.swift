import RADIUSCrypto
import Timebase

/// The State attribute of our EAP-MD5 challenges: the challenge itself with its time, under a keyed tag. So a challenge
/// takes no memory, and any request of the same user that brings it back within its life is answered, whichever source
/// port it comes from.
struct EAPState: Equatable {
  /// Seconds that a user has to answer.
  static let lifetime: Int64 = 30

  var issued: Timestamp
  /// Of the EAP request.
  var identifier: UInt8
  /// Sixteen octets.
  var challenge: [UInt8]

  private static let version: UInt8 = 1
  private static let bodyLength = 1 + 8 + 1 + 16
  private static let tagLength = 16

  init(issued: Timestamp, identifier: UInt8, challenge: [UInt8]) {
    self.issued = issued
    self.identifier = identifier
    self.challenge = challenge
  }

  /// Nil unless the tag is ours, for this user and this client, and the life of the state is not over at `now`.
  init?(_ value: ArraySlice<UInt8>, key: [UInt8], user: [UInt8], client: String, now: Timestamp) {
    guard value.count == EAPState.bodyLength + EAPState.tagLength, value.first == EAPState.version else { return nil }
    let body = Array(value.prefix(EAPState.bodyLength))
    let tag = EAPState.tag(body, key: key, user: user, client: client)
    guard constantTimeEquals(tag, value.suffix(EAPState.tagLength)) else { return nil }
    issued = Timestamp(milliseconds: Int64(bitPattern: body[1..<9].reduce(0) { $0 << 8 | UInt64($1) }))
    identifier = body[9]
    challenge = Array(body[10...])
    // The wall clock may step back by a little between the two packets.
    let lifetime = EAPState.lifetime * 1000
    guard (-lifetime...lifetime).contains(issued.milliseconds(to: now)) else { return nil }
  }

  func encoded(key: [UInt8], user: [UInt8], client: String) -> [UInt8] {
    let time = UInt64(bitPattern: issued.milliseconds)
    let body =
      [EAPState.version] + (0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) } + [identifier]
      + challenge
    return body + EAPState.tag(body, key: key, user: user, client: client)
  }

  private static func tag(_ body: [UInt8], key: [UInt8], user: [UInt8], client: String) -> [UInt8] {
    // The name's length keeps name and client apart.
    let name = [UInt8(truncatingIfNeeded: user.count)] + user
    return Array(HMAC.sha256(key: key, Array("EAP-MD5".utf8), body, name, Array(client.utf8)).prefix(tagLength))
  }
}
