import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire

/// Decides one request, once it is known what the users file says about its user.
struct AccessDecider {
  let request: AccessRequest
  let account: Account
  let dictionary: AttributeDictionary

  func decide() -> AccessDecision {
    let credentials = Credentials(request.packet)
    let face = face(of: credentials)
    if case .malformed = credentials { return refuse(.malformedCredentials, face) }
    if account.failure == nil {
      if account.policy.authType == .reject { return refuse(.authTypeReject, face) }
      if let reason = restriction() { return refuse(reason, face) }
      if account.policy.authType == .accept { return accept(face, extra: acceptance(face)) }
      if !allows(credentials) { return refuse(.authTypeMismatch, face) }
    }
    switch credentials {
    case .pap(let hidden): return decidePAP(hidden)
    case .chap(let response, let challenge): return decideCHAP(response, challenge)
    case .msCHAP(let credentials): return decideMSCHAP(credentials, face)
    case .eap(let packet): return decideEAP(packet, face)
    case .none: return refuse(.noCredentials, face)
    case .malformed: return refuse(.malformedCredentials, face)
    }
  }

  // MARK: What the policy allows

  /// Expiration and Login-Time, in the order in which FreeRADIUS asks them.
  private func restriction() -> RefusalReason? {
    if let expiration = account.policy.expiration,
      expiration.secondsLeft(at: request.now, secondsEastOfUTC: request.secondsEastOfUTC) == 0
    {
      return .expired
    }
    if let loginTime = account.policy.loginTime,
      loginTime.verdict(at: request.now, secondsEastOfUTC: request.secondsEastOfUTC) == .outside
    {
      return .outsideLoginTime
    }
    return nil
  }

  /// Whether Auth-Type, where one is set, is the request's method.
  private func allows(_ credentials: Credentials) -> Bool {
    switch (account.policy.authType, credentials) {
    case (nil, _), (.local, _), (.pap, .pap), (.chap, .chap), (.msCHAP, .msCHAP), (.eap, .eap), (_, .none): true
    default: false
    }
  }

  private func face(of credentials: Credentials) -> RefusalFace {
    switch credentials {
    case .eap(let packet): .eap(identifier: packet?.identifier ?? 0)
    case .msCHAP(let credentials): .msCHAP(credentials.version, identifier: credentials.identifier)
    case .malformed where request.packet.first(.eapMessage) != nil: .eap(identifier: 0)
    default: .plain
    }
  }

  // MARK: Answers

  func refuse(_ reason: RefusalReason, _ face: RefusalFace) -> AccessDecision { .reject(refusal(reason, face)) }

  func refusal(_ reason: RefusalReason, _ face: RefusalFace) -> AccessRefusal {
    // Only Auth-Type := Reject makes an entry's messages ones for a reject; others greet who was accepted.
    let messages = reason == .authTypeReject ? encode(account.reply.messages) : nil
    return AccessRefusal(reason: reason, reply: (messages ?? []) + face.attributes(for: reason, random: request.random))
  }

  /// EAP-Success where the request spoke EAP (RFC 3579 §2.6.3).
  private func acceptance(_ face: RefusalFace) -> [UInt8] {
    guard case .eap(let identifier) = face else { return [] }
    return EncodedAttribute.encode(.eapMessage, EAPPacket(code: .success, identifier: identifier).octets)
  }

  func accept(_ face: RefusalFace, extra: [UInt8] = []) -> AccessDecision {
    if let grant = grant(face, extra: extra) { return .accept(grant) }
    return refuse(.replyTooLong, face)
  }

  /// Nil when the reply does not fit into a packet.
  func grant(_ face: RefusalFace, extra: [UInt8] = []) -> AccessGrant? {
    guard let reply = encodedReply(extra: extra) else { return nil }
    return AccessGrant(
      reply: reply, framedIPAddress: account.reply.framedIPAddress,
      addressWithoutPool: account.reply.addressWithoutPool, poolName: account.policy.poolName,
      sessionTimeout: sessionTimeout(), interimInterval: account.reply.interimInterval,
      simultaneousUse: account.policy.simultaneousUse,
      refusalReply: face.attributes(for: .checkFailed, random: request.random))
  }

  private func encodedReply(extra: [UInt8]) -> [UInt8]? {
    let segments = account.reply.segments
    // Most entries send the same octets to everybody: they are shared, not copied.
    if segments.count <= 1, extra.isEmpty {
      guard let first = segments.first else { return [] }
      if case .encoded(let octets) = first { return octets.count <= EntryCompiler.replyLengthMax ? octets : nil }
    }
    guard let reply = encode(segments), reply.count + extra.count <= EntryCompiler.replyLengthMax else { return nil }
    return reply + extra
  }

  /// Nil when a value does not fit, which was found when the file was read.
  private func encode(_ segments: [PreparedReply.Segment]) -> [UInt8]? {
    let hiding = ReplyHiding(for: request, saltOffset: 0)
    var view = RequestView(request, dictionary: dictionary)
    var encoded: [UInt8] = []
    for segment in segments {
      var pair: AttributePair
      switch segment {
      case .encoded(let octets):
        encoded += octets
        continue
      case .hidden(let hidden): pair = hidden
      case .template(let attribute, let template):
        let text = template.expanded(for: &view, lengthMax: AccessDecider.templateLengthMax)
        if text.isEmpty { continue }
        pair = attribute
        pair.value = .string(text)
      }
      guard let octets = try? hiding.encode([pair], dictionary) else { return nil }
      encoded += octets
    }
    return encoded
  }

  /// Leaves room for the headers of a vendor's attribute and for a tag.
  private static let templateLengthMax = WireLimits.valueLengthMax - 16

  /// Session-Timeout, lowered to what Expiration and the Login-Time window leave.
  private func sessionTimeout() -> UInt32? {
    var seconds = account.reply.sessionTimeout
    func lower(to limit: Int64) {
      let limit = UInt32(clamping: limit)
      seconds = min(seconds ?? limit, limit)
    }
    if let expiration = account.policy.expiration {
      lower(to: expiration.secondsLeft(at: request.now, secondsEastOfUTC: request.secondsEastOfUTC))
    }
    if case .seconds(let left) = account.policy.loginTime?.verdict(
      at: request.now, secondsEastOfUTC: request.secondsEastOfUTC)
    {
      lower(to: Int64(left))
    }
    return seconds
  }
}
