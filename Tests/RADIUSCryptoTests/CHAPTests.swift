import RADIUSCrypto
import RADIUSWire
import Testing

@Suite struct CHAPTests {
  @Test func provesThePasswordOfTheRFC() throws {
    let vector = try #require(CryptoVectors.shared.packets.first { $0.name == "rfc2865-7.2-request" })
    let packet = try Packet(decoding: unhex(vector.hex))
    let attribute = try #require(packet.first(.chapPassword)).value
    let challenge = packet.authenticator.bytes[...]
    let password = Array(try #require(vector.password).utf8)
    #expect(CHAP.isValid(attribute, password: password, challenge: challenge))
    #expect(!CHAP.isValid(attribute, password: password + [0], challenge: challenge))
    #expect(!CHAP.isValid(attribute, password: [], challenge: challenge))
    #expect(!CHAP.isValid(attribute, password: password, challenge: challenge.dropLast()))
    #expect(!CHAP.isValid(attribute.dropLast(), password: password, challenge: challenge))
    #expect(!CHAP.isValid([], password: password, challenge: challenge))
  }

  @Test(arguments: AuthenticVectors.shared.chap)
  func provesOthers(_ vector: AuthenticVectors.Challenge) {
    let attribute = unhex(vector.attribute)
    let challenge = unhex(vector.challenge)[...]
    let password = Array(vector.password.utf8)
    #expect(CHAP.isValid(attribute[...], password: password, challenge: challenge))
    for position in attribute.indices {
      var changed = attribute
      changed[position] ^= 1
      #expect(!CHAP.isValid(changed[...], password: password, challenge: challenge), "octet \(position)")
    }
  }
}
