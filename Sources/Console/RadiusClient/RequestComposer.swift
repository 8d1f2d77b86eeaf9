package import RADIUSCrypto
package import RADIUSDictionary
package import RADIUSWire

/// Makes requests out of attributes as people write them.
///
/// Passwords may be written plain: User-Password is hidden, CHAP-Password becomes a CHAP response, MS-CHAP-Password a
/// challenge and a response, and Cleartext-Password is taken for User-Password.
package struct RequestComposer {
  private let dictionary: AttributeDictionary
  private let kind: RequestKind
  private let secret: SharedSecret
  private let addsMessageAuthenticator: Bool
  private let usesMSCHAP2: Bool

  /// `addsMessageAuthenticator`: to Access-Request and Status-Server, which servers of today want (RFC 5997 §3 demands
  /// it); where the attributes name Message-Authenticator, it is added in any case.
  package init(
    dictionary: AttributeDictionary, kind: RequestKind, secret: SharedSecret, addsMessageAuthenticator: Bool = true,
    usesMSCHAP2: Bool = false
  ) {
    self.dictionary = dictionary
    self.kind = kind
    self.secret = secret
    self.addsMessageAuthenticator = addsMessageAuthenticator
    self.usesMSCHAP2 = usesMSCHAP2
  }

  /// The request for one packet's text. `random` is the authenticator of an Access-Request or a Status-Server.
  package func compose(
    _ text: String, identifier: UInt8, random: Authenticator = SecureRandom.authenticator()
  ) throws(RequestError) -> ClientRequest {
    var pairs: [AttributePair]
    do { pairs = try dictionary.parsePairs(text) } catch { throw RequestError("\(error)") }
    let expectedCode = try takeCode("Response-Packet-Type", from: &pairs)
    let code = try packetCode(of: &pairs)
    let isSelfSigned = code != .accessRequest && code != .statusServer
    let authenticator = isSelfSigned ? Authenticator.zero : random
    let expectedSuccess = try replacePasswords(in: &pairs, authenticator: authenticator, identifier: identifier)
    let named = pairs.contains { $0.definition.path.numbers == [80] }
    pairs.removeAll { $0.definition.path.numbers == [80] }
    let hidden = HiddenValues(secret: secret, requestAuthenticator: authenticator)
    var bytes: [UInt8]
    do {
      var builder = PacketBuilder(code: code, identifier: identifier, authenticator: authenticator)
      if named || (addsMessageAuthenticator && !isSelfSigned) { try builder.appendMessageAuthenticator() }
      try builder.appendRaw(try dictionary.encode(pairs, hiding: hidden.hide))
      bytes = builder.finish()
    } catch { throw RequestError("the attributes make no packet: \(error)") }
    PacketSignature.sign(request: &bytes, secret: secret)
    guard let signed = Authenticator(bytes[4..<20]) else { throw RequestError("the packet has no authenticator") }
    return ClientRequest(
      bytes: bytes, code: code, identifier: identifier, authenticator: signed, secret: secret,
      expectedCode: expectedCode, expectedSuccess: expectedSuccess)
  }

  private func packetCode(of pairs: inout [AttributePair]) throws(RequestError) -> PacketCode {
    let named = try takeCode("Packet-Type", from: &pairs)
    if let code = kind.code ?? named { return code }
    return pairs.contains { $0.definition.path.numbers == [40] } ? .accountingRequest : .accessRequest
  }

  private func takeCode(_ name: String, from pairs: inout [AttributePair]) throws(RequestError) -> PacketCode? {
    guard let pair = pairs.last(where: { $0.definition.name == name }) else { return nil }
    pairs.removeAll { $0.definition.name == name }
    guard let number = pair.value.number, let code = UInt8(exactly: number) else {
      throw RequestError("\(name) is no packet code")
    }
    return PacketCode(rawValue: code)
  }

  /// Returns what MS-CHAP2-Success must say, for an MS-CHAPv2 request.
  private func replacePasswords(
    in pairs: inout [AttributePair], authenticator: Authenticator, identifier: UInt8
  ) throws(RequestError) -> [UInt8]? {
    if let index = pairs.firstIndex(where: { $0.definition.name == "Cleartext-Password" }) {
      let octets = pairs[index].value.octets ?? []
      pairs[index] = AttributePair(try definition("User-Password"), value: .string(octets))
    }
    if let index = pairs.firstIndex(where: { $0.definition.path.numbers == [3] }) {
      let given = pairs[index].value.octets ?? []
      if given.count != CHAP.passwordAttributeLength {
        let challenge = pairs.first { $0.definition.path.numbers == [60] }?.value.octets ?? authenticator.bytes
        let response = CHAP.response(identifier: identifier, password: given, challenge: challenge[...])
        pairs[index].value = .octets([identifier] + response.bytes)
      }
    }
    guard let index = pairs.firstIndex(where: { $0.definition.name == "MS-CHAP-Password" }) else { return nil }
    let password = pairs.remove(at: index).value.octets ?? []
    do {
      return usesMSCHAP2
        ? try addMSCHAP2(password, identifier, to: &pairs) : try addMSCHAP1(password, identifier, to: &pairs)
    } catch let error as CryptoError {
      throw RequestError("MS-CHAP cannot be computed: \(error)")
    } catch let error as RequestError {
      throw error
    } catch {
      throw RequestError("\(error)")
    }
  }

  /// RFC 2548 §2.1.3: identifier, flags (1: the NT response counts), LM response, NT response.
  private func addMSCHAP1(_ password: [UInt8], _ identifier: UInt8, to pairs: inout [AttributePair]) throws -> [UInt8]?
  {
    let challenge = try challenge(length: 8, in: &pairs)
    let response = try MSCHAP.response(challenge: challenge, passwordHash: try MSCHAP.ntPasswordHash(password))
    let empty = [UInt8](repeating: 0, count: MSCHAP.responseLength)
    pairs.append(
      AttributePair(try definition("MS-CHAP-Response"), value: .octets([identifier, 1] + empty + response)))
    return nil
  }

  /// RFC 2548 §2.3.2: identifier, flags (0), peer challenge, eight zeros, response.
  private func addMSCHAP2(_ password: [UInt8], _ identifier: UInt8, to pairs: inout [AttributePair]) throws -> [UInt8]?
  {
    let challenge = try challenge(length: 16, in: &pairs)
    let peerChallenge = SecureRandom.bytes(16)
    let userName = pairs.first { $0.definition.path.numbers == [1] }?.value.octets ?? []
    let hash = try MSCHAP.ntPasswordHash(password)
    let response = try MSCHAP.ntResponse(
      peerChallenge: peerChallenge, authenticatorChallenge: challenge, userName: userName, passwordHash: hash)
    let reserved = [UInt8](repeating: 0, count: 8)
    pairs.append(
      AttributePair(
        try definition("MS-CHAP2-Response"), value: .octets([identifier, 0] + peerChallenge + reserved + response)))
    return try MSCHAP.authenticatorResponse(
      ntResponse: response, peerChallenge: peerChallenge, authenticatorChallenge: challenge, userName: userName,
      passwordHash: hash)
  }

  /// The MS-CHAP-Challenge that is there, or a new one.
  private func challenge(length: Int, in pairs: inout [AttributePair]) throws(RequestError) -> [UInt8] {
    if let given = pairs.first(where: { $0.definition.name == "MS-CHAP-Challenge" })?.value.octets {
      guard given.count == length else {
        throw RequestError("MS-CHAP-Challenge has \(given.count) octets; this version of MS-CHAP takes \(length)")
      }
      return given
    }
    let challenge = SecureRandom.bytes(length)
    pairs.append(AttributePair(try definition("MS-CHAP-Challenge"), value: .octets(challenge)))
    return challenge
  }

  private func definition(_ name: String) throws(RequestError) -> AttributeDefinition {
    guard let definition = dictionary.attribute(named: name) else {
      throw RequestError("the dictionary has no \(name); load one that has, with --dictionary")
    }
    return definition
  }
}
