import RADIUSCrypto
import RADIUSWire
import Testing

@Suite struct DigestTests {
  /// RFC 1321 A.5.
  @Test(arguments: [
    ("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661"),
    ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    (
      "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
      "57edf4a22be3c955ac49da2e2107b67a"
    ),
  ])
  func calculatesMD5(_ text: String, _ digest: String) throws {
    let octets = Array(text.utf8)
    #expect(Digest.md5(octets).description == digest)
    #expect(Digest.md5(Array(octets.prefix(5)), [], Array(octets.dropFirst(5))).description == digest)
    #expect(hex(try Digest.compute(.md5, octets)) == digest)
  }

  /// FIPS 180-4's examples of "abc".
  @Test(arguments: [
    (DigestAlgorithm.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (.sha224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
    (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (.sha384, "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"),
    (
      .sha512,
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
  ])
  func calculatesSHA(_ algorithm: DigestAlgorithm, _ digest: String) throws {
    #expect(hex(try Digest.compute(algorithm, Array("ab".utf8), Array("c".utf8))) == digest)
    #expect(hex(try Digest.compute(algorithm, Array("abc".utf8))) == digest)
    #expect(algorithm.length * 2 == digest.count)
    #expect(algorithm.isAvailable)
  }

  /// RFC 1320 A.5, or the error that says what is missing.
  @Test func calculatesMD4OrSaysWhatIsMissing() throws {
    if LegacyProvider.isAvailable {
      #expect(hex(try Digest.compute(.md4, Array("abc".utf8))) == "a448017aaf21d8525fc10ae87aa6729d")
      #expect(LegacyProvider.message == nil)
    } else {
      #expect(throws: CryptoError.legacyProviderMissing) { try Digest.compute(.md4, []) }
      #expect(throws: CryptoError.legacyProviderMissing) { try MSCHAP.ntPasswordHash([0x61]) }
      #expect(throws: CryptoError.legacyProviderMissing) { try MSCHAP.lmPasswordHash([0x61]) }
      #expect(throws: CryptoError.legacyProviderMissing) {
        try MSCHAP.response(
          challenge: [UInt8](repeating: 0, count: 8), passwordHash: [UInt8](repeating: 0, count: 16))
      }
      #expect(LegacyProvider.message?.contains("MD4, DES, RC4") == true)
      #expect(LegacyProvider.message == CryptoError.legacyProviderMissing.description)
    }
  }

  @Test func saysWhatAMissingProviderMeans() {
    let message = LegacyProvider.Status.missing(algorithms: ["MD4", "DES"]).message
    #expect(message?.contains("(MD4, DES): MS-CHAP and NT-Password cannot be checked; install") == true)
    #expect(LegacyProvider.Status.available.message == nil)
  }

  @Test func calculatesHMACMD5() throws {
    for vector in CryptoVectors.shared.hmacmd5 {
      #expect(HMAC.md5(key: unhex(vector.key), Array(vector.text.utf8)).description == vector.digest)
    }
    // RFC 2202 cases 2 and 6: a short key, and one longer than a block.
    let answer = HMAC.md5(key: Array("Jefe".utf8), Array("what do ya want ".utf8), Array("for nothing?".utf8))
    #expect(answer.description == "750c783e6ab0b503eaa86e310a5db738")
    let long = HMAC.md5(
      key: [UInt8](repeating: 0xaa, count: 80),
      Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8))
    #expect(long.description == "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd")
  }

  /// RFC 4231 cases 2 and 6.
  @Test func calculatesHMACSHA256() {
    let answer = HMAC.sha256(key: Array("Jefe".utf8), Array("what do ya want ".utf8), Array("for nothing?".utf8))
    #expect(hex(answer) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    let long = HMAC.sha256(
      key: [UInt8](repeating: 0xaa, count: 131),
      Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8))
    #expect(hex(long) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  /// RFC 6070's third case, and an empty password.
  @Test func derivesKeysFromPasswords() {
    let key = PBKDF2.derive(
      .sha1, password: Array("password".utf8), salt: Array("salt".utf8), iterations: 4096, length: 20)
    #expect(key.map(hex) == "4b007901b765489abead49d926f721d065a429c1")
    let empty = PBKDF2.derive(.sha256, password: [], salt: [], iterations: 3, length: 40)
    #expect(
      empty.map(hex) == "b372796454d37ac042a195b62eeb7cfed38ddd92f757e2fee04210df03ac1d2e60cacbca93caf145")
    #expect(PBKDF2.derive(.sha256, password: [], salt: [], iterations: 0, length: 20) == nil)
    #expect(PBKDF2.derive(.sha256, password: [], salt: [], iterations: 1, length: 0) == nil)
    #expect(PBKDF2.derive(.sha256, password: [], salt: [], iterations: Int.max, length: 20) == nil)
  }

  @Test func comparesInConstantTime() {
    #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
    #expect(constantTimeEquals([UInt8](), [UInt8]()))
    #expect(constantTimeEquals([1, 2, 3][...], Array([0, 1, 2, 3][1...])))
    #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
    for position in 0..<16 {
      var other = [UInt8](repeating: 0, count: 16)
      other[position] = 0x10
      #expect(!constantTimeEquals([UInt8](repeating: 0, count: 16), other))
    }
  }

  /// The same code whether the key's blocks were digested before or not.
  @Test(arguments: [0, 4, 63, 64, 65, 131])
  func keyOfHMACSHA256IsTheSameFunction(length: Int) {
    let key = HMACSHA256Key([UInt8](repeating: 0xaa, count: length))
    for size in [0, 20, 64, 300] {
      let message = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
      let code = message.withUnsafeBytes { key.code(of: $0) }
      #expect((0..<32).map { code[$0] } == HMAC.sha256(key: [UInt8](repeating: 0xaa, count: length), message))
    }
  }

  @Test func drawsRandomOctets() {
    #expect(SecureRandom.bytes(0).isEmpty)
    #expect(SecureRandom.bytes(33).count == 33)
    // Equal only with a chance of 2 to the -128.
    #expect(SecureRandom.bytes(16) != SecureRandom.bytes(16))
    #expect(SecureRandom.authenticator() != SecureRandom.authenticator())
    var random = SecureRandom()
    #expect((random.next(), random.next()) != (0, 0))
    #expect((0..<100).allSatisfy { _ in (1...6).contains(Int.random(in: 1...6, using: &random)) })
  }

  @Test func neverPrintsASecret() {
    let secret = SharedSecret("xyzzy5461")
    #expect("\(secret) \(String(reflecting: secret))" == "<secret> <secret>")
  }
}
