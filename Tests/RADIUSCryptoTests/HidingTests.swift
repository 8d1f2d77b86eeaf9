import RADIUSCrypto
import RADIUSWire
import Testing

@Suite struct HidingTests {
  static let vectors = AuthenticVectors.shared
  let secret = vectors.sharedSecret
  let authenticator = vectors.authenticator

  @Test func revealsThePasswordsOfTheRFC() throws {
    let vector = try #require(CryptoVectors.shared.packets.first { $0.name == "rfc2865-7.1-request" })
    let packet = try Packet(decoding: unhex(vector.hex))
    let hidden = try #require(packet.first(.userPassword)).value
    let secret = SharedSecret(vector.secret)
    let password = UserPassword.reveal(hidden, secret: secret, requestAuthenticator: packet.authenticator)
    #expect(password == vector.password.map { Array($0.utf8) })
    let again = try UserPassword.hide(
      Array("arctangent".utf8), secret: secret, requestAuthenticator: packet.authenticator)
    #expect(again[...] == hidden)
  }

  @Test(arguments: vectors.userPasswords)
  func hidesAndRevealsUserPasswords(_ vector: AuthenticVectors.Password) throws {
    let hidden = try UserPassword.hide(unhex(vector.password), secret: secret, requestAuthenticator: authenticator)
    #expect(hex(hidden) == vector.hidden)
    let password = UserPassword.reveal(hidden[...], secret: secret, requestAuthenticator: authenticator)
    #expect(password.map(hex) == vector.password)
    let other = UserPassword.reveal(hidden[...], secret: SharedSecret("other"), requestAuthenticator: authenticator)
    #expect(other.map(hex) != vector.password)
  }

  @Test(arguments: [0, 1, 15, 17, 127, 129, 144])
  func refusesUserPasswordsOfOtherLengths(_ length: Int) {
    let octets = [UInt8](repeating: 1, count: length)
    #expect(UserPassword.reveal(octets[...], secret: secret, requestAuthenticator: authenticator) == nil)
  }

  @Test func refusesLongValues() {
    #expect(throws: CryptoError.valueTooLong(length: 129, lengthMax: 128)) {
      try UserPassword.hide(
        [UInt8](repeating: 1, count: 129), secret: secret, requestAuthenticator: authenticator)
    }
    #expect(throws: CryptoError.valueTooLong(length: 240, lengthMax: 239)) {
      try SaltedValue.hide(
        [UInt8](repeating: 1, count: 240), salt: 1, secret: secret, requestAuthenticator: authenticator)
    }
    #expect(throws: CryptoError.valueTooLong(length: 17, lengthMax: 16)) {
      try AscendSecret.hide(
        [UInt8](repeating: 1, count: 17), secret: secret, requestAuthenticator: authenticator)
    }
  }

  @Test func hidesTheTunnelPassword() throws {
    let vector = CryptoVectors.shared.tunnelPassword
    let attribute = unhex(vector.attribute)
    let authenticator = try #require(Authenticator(unhex(vector.requestAuthenticator)))
    let hidden = try SaltedValue.hide(
      Array(vector.password.utf8), salt: 0x8001, secret: secret, requestAuthenticator: authenticator)
    #expect(hidden == Array(attribute[3...]))
    let password = SaltedValue.reveal(attribute[3...], secret: secret, requestAuthenticator: authenticator)
    #expect(password == Array(vector.password.utf8))
  }

  @Test(arguments: vectors.saltedValues)
  func hidesAndRevealsSaltedValues(_ vector: AuthenticVectors.Salted) throws {
    let salt = unhex(vector.salt).reduce(UInt16(0)) { $0 << 8 | UInt16($1) }
    let hidden = try SaltedValue.hide(
      unhex(vector.value), salt: salt & 0x7fff, secret: secret, requestAuthenticator: authenticator)
    #expect(hex(hidden) == vector.hidden)
    #expect(hidden.count <= 252)
    let value = SaltedValue.reveal(hidden[...], secret: secret, requestAuthenticator: authenticator)
    #expect(value.map(hex) == vector.value)
  }

  @Test(arguments: [0, 1, 2, 3, 17, 19, 33])
  func refusesSaltedValuesOfOtherLengths(_ length: Int) {
    let octets = [UInt8](repeating: 1, count: length)
    #expect(SaltedValue.reveal(octets[...], secret: secret, requestAuthenticator: authenticator) == nil)
  }

  @Test func refusesAHiddenLengthThatDoesNotFit() throws {
    let value = [UInt8](repeating: 7, count: 31)
    let hidden = try SaltedValue.hide(value, salt: 1, secret: secret, requestAuthenticator: authenticator)
    let cut = SaltedValue.reveal(hidden[..<18], secret: secret, requestAuthenticator: authenticator)
    #expect(cut == nil)
  }

  @Test(arguments: vectors.ascendSecrets)
  func hidesAndRevealsAscendSecrets(_ vector: AuthenticVectors.Ascend) throws {
    let hidden = try AscendSecret.hide(unhex(vector.value), secret: secret, requestAuthenticator: authenticator)
    #expect(hex(hidden) == vector.hidden)
    let value = AscendSecret.reveal(hidden[...], secret: secret, requestAuthenticator: authenticator)
    #expect(value.map(hex) == vector.value)
    #expect(AscendSecret.reveal(hidden.dropLast(), secret: secret, requestAuthenticator: authenticator) == nil)
  }
}
