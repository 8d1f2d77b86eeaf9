import RADIUSCrypto
import RADIUSWire
import TestRandom
import Testing

/// What must hold for any secret, authenticator and octets. A failure prints the seed that brings it back.
@Suite struct PropertyTests {
  /// Fixed seeds, and a fresh one each run.
  static let seeds: [UInt64] = [1, 2, UInt64.random(in: 3...UInt64.max)]

  func check(_ holds: Bool, _ seed: UInt64, _ round: Int, _ place: SourceLocation = #_sourceLocation) {
    if !holds { Issue.record("seed \(seed), round \(round)", sourceLocation: place) }
  }

  static func authenticator(_ random: inout SeededGenerator) -> Authenticator {
    Authenticator(random.octets(16)) ?? .zero
  }

  @Test(arguments: seeds)
  func revealsWhatWasHidden(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for round in 0..<300 {
      let secret = SharedSecret(random.octets(Int.random(in: 0...80, using: &random)))
      let authenticator = Self.authenticator(&random)
      // Hiding pads with zeros, so that a password cannot end in one (RFC 2865 §5.2).
      let password = random.octets(Int.random(in: 0...128, using: &random)).map { max($0, 1) }
      let hidden = try UserPassword.hide(password, secret: secret, requestAuthenticator: authenticator)
      check(
        UserPassword.reveal(hidden[...], secret: secret, requestAuthenticator: authenticator) == password, seed, round)
      let value = random.octets(Int.random(in: 0...239, using: &random))
      let salt = UInt16.random(in: 0...UInt16.max, using: &random)
      let salted = try SaltedValue.hide(value, salt: salt, secret: secret, requestAuthenticator: authenticator)
      check(
        SaltedValue.reveal(salted[...], secret: secret, requestAuthenticator: authenticator) == value, seed, round)
    }
  }

  @Test(arguments: seeds)
  func believesWhatItSignedAndNoChangeOfIt(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let codes: [PacketCode] = [.accessRequest, .accountingRequest, .statusServer, .disconnectRequest, .coaRequest]
    for round in 0..<300 {
      let secret = SharedSecret(random.octets(Int.random(in: 1...80, using: &random)))
      let code = codes[round % codes.count]
      var builder = PacketBuilder(code: code, identifier: 1, authenticator: Self.authenticator(&random))
      let place = Int.random(in: 0...3, using: &random)
      for position in 0...3 {
        if position == place { try builder.appendMessageAuthenticator() }
        try builder.append(.proxyState, random.octets(Int.random(in: 0...253, using: &random)))
      }
      var bytes = builder.finish()
      PacketSignature.sign(request: &bytes, secret: secret)
      let packet = try Packet(decoding: bytes)
      check(MessageAuthenticator.check(packet, secret: secret) == .valid, seed, round)
      check(RequestAuthenticator.isValid(packet, secret: secret) == ![1, 12].contains(code.rawValue), seed, round)
      var changed = bytes
      changed[Int.random(in: 20..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      if let forged = try? Packet(decoding: changed) {
        check(MessageAuthenticator.check(forged, secret: secret) != .valid, seed, round)
      }
      var reply = packet.response(.accessAccept)
      try reply.appendMessageAuthenticator()
      try reply.appendAll(.proxyState, of: packet)
      var answer = reply.finish()
      PacketSignature.sign(reply: &answer, requestAuthenticator: packet.authenticator, secret: secret)
      let read = try Packet(decoding: answer)
      check(
        PacketSignature.verify(reply: read, requestAuthenticator: packet.authenticator, secret: secret), seed, round)
      answer[Int.random(in: 4..<answer.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
      if let forged = try? Packet(decoding: answer) {
        check(
          !PacketSignature.verify(reply: forged, requestAuthenticator: packet.authenticator, secret: secret), seed,
          round)
      }
    }
  }

  @Test(arguments: seeds)
  func neverCrashesOnNoise(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let secret = SharedSecret("xyzzy5461")
    var decoded = 0
    for round in 0..<2000 {
      var octets = random.octets(Int.random(in: 20...120, using: &random))
      octets[2] = 0
      octets[3] = UInt8(octets.count)
      if octets.count > 40, Bool.random(using: &random) {
        octets[20] = 80
        octets[21] = UInt8.random(in: 0...20, using: &random)
      }
      let authenticator = Self.authenticator(&random)
      check(
        (UserPassword.reveal(octets[...], secret: secret, requestAuthenticator: authenticator) != nil)
          == octets.count.isMultiple(of: 16), seed, round)
      _ = SaltedValue.reveal(octets[...], secret: secret, requestAuthenticator: authenticator)
      check(!CHAP.isValid(octets.prefix(17), password: [1], challenge: octets[17...]), seed, round)
      if let packet = try? Packet(decoding: octets) {
        decoded += 1
        let finding = MessageAuthenticator.check(packet, secret: secret, requestAuthenticator: authenticator)
        check(finding != .valid, seed, round)
        check(!RequestAuthenticator.isValid(packet, secret: secret), seed, round)
        check(!PacketSignature.verify(reply: packet, requestAuthenticator: authenticator, secret: secret), seed, round)
      }
      let count = octets.count
      PacketSignature.sign(request: &octets, secret: secret)
      PacketSignature.sign(reply: &octets, requestAuthenticator: authenticator, secret: secret)
      check(octets.count == count, seed, round)
    }
    #expect(decoded > 0, "seed \(seed): nothing was well formed")
  }
}
