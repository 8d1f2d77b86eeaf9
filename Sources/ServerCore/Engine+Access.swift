import Accounting
import AddressPool
package import Authentication
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import Storage
package import Timebase

extension Engine {
  /// An Access-Request that is its client's and no repetition.
  func access(_ context: RequestContext, random: inout some RandomNumberGenerator) -> Reception {
    let (high, low) = (UInt128(random.next()), UInt128(random.next()))
    let request = AccessRequest(
      packet: context.packet, secret: context.client.secret, now: context.arrived.wall,
      secondsEastOfUTC: secondsEastOfUTC, clientName: context.client.name, challengeKey: challengeKey,
      random: high << 64 | low)
    return conclude(policy.users.decide(request), context, now: context.arrived)
  }

  /// Goes on with a request whose password was checked elsewhere. The answer is as that of
  /// ``receive(_:from:on:now:random:)``; nil: the request is not waiting, which is a fault of the caller's.
  package func resume(_ id: VerificationID, _ decision: AccessDecision, now: Now) -> (
    reception: Reception, reply: OutgoingReply?
  )? {
    guard let pending = verifying.removeValue(forKey: id) else { return nil }
    let reception = conclude(decision, pending.context, now: now)
    guard case .send(let bytes) = reception else { return (reception, nil) }
    let context = pending.context
    return (reception, OutgoingReply(bytes: bytes, destination: context.source, socket: context.socket))
  }

  private func conclude(_ decision: AccessDecision, _ context: RequestContext, now: Now) -> Reception {
    switch decision {
    case .accept(let grant):
      return accept(grant, context, now: now)
    case .reject(let refusal):
      return reject(context, reason: refusal.reason.rawValue, reply: refusal.reply, now: now)
    case .challenge(let challenge):
      guard let bytes = signedReply(context, .accessChallenge, attributes: challenge.reply) else {
        return abandon(context, .replyTooLong)
      }
      counters.challenges += 1
      counters.replied += 1
      duplicates.answer(context.duplicate, bytes)
      return .send(bytes)
    case .verify(let work):
      guard verifying.count < limits.passwordChecks else { return abandon(context, .overload) }
      lastVerification += 1
      let id = VerificationID(rawValue: lastVerification)
      verifying[id] = PendingAccess(context: context)
      return .verify(work, id)
    }
  }

  private func abandon(_ context: RequestContext, _ reason: DropReason) -> Reception {
    duplicates.forget(context.duplicate)
    return drop(reason, source: context.source, client: context.client.name)
  }

  // MARK: - Accept

  private func accept(_ grant: AccessGrant, _ context: RequestContext, now: Now) -> Reception {
    let holder = holder(of: context, isAccess: true)
    let source: OfferRequest.Source?
    if let address = grant.framedIPAddress {
      source = .address(address)
    } else if let pool = grant.poolName {
      source = pool == Engine.noPool ? nil : .pool(pool)
    } else {
      source = .firstOpenPool
    }
    guard let source else { return answer(grant, lease: nil, context, now: now) }
    var request = OfferRequest(
      holder: holder, source: source, sessionTimeout: grant.sessionTimeout.flatMap { $0 == 0 ? nil : $0 },
      interimInterval: grant.interimInterval, simultaneousUse: grant.simultaneousUse,
      portsUnique: context.client.portsUnique.knowledge, infersReboots: context.client.inferReboots.knowledge,
      note: describe(context, "Access-Request"))
    request.mark = context.packet.mark
    request.isCopy = context.isCopy
    let outcome = table.offer(request, now: now)
    reportReboots()
    switch outcome {
    case .granted(let lease):
      return answer(grant, lease: lease, context, now: now)
    case .grantedWithoutAddress(let pool):
      counters.poolEmpty += 1
      report(.acceptedWithoutAddress(pool: pool, user: holder.user, client: context.client.name))
      return answer(grant, lease: nil, context, now: now)
    case .refused(.noPool):
      // No pool serves this client: it uses the server for authentication alone.
      return answer(grant, lease: nil, context, now: now)
    case .refused(let refusal):
      if case .poolEmpty(let pool) = refusal {
        counters.poolEmpty += 1
        report(.poolEmpty(pool: pool, user: holder.user, client: context.client.name))
      }
      return reject(
        context, reason: refusal.name, reply: replyMessage(refusal.message) + grant.refusalReply, now: now)
    }
  }

  /// `Pool-Name := "none"`: the user gets no address from us.
  static let noPool = "none"

  private func answer(_ grant: AccessGrant, lease: Lease?, _ context: RequestContext, now: Now) -> Reception {
    let changes = table.takeChanges()
    guard let bytes = acceptReply(grant, lease: lease, context) else {
      table.rollBack(changes)
      return reject(
        context, reason: RefusalReason.replyTooLong.rawValue, reply: grant.refusalReply, now: now)
    }
    counters.accepts += 1
    guard policy.recordsDecisions else { return answerUnrecorded(context, bytes, changes: changes) }
    let record = record(context, reply: .accessAccept, reason: "", lease: lease, now: now)
    gather(context, bytes, changes: changes, records: [.authentication(record)])
    return .pending
  }

  /// An Accept that is not recorded waits for the disk only where it promises an address.
  private func answerUnrecorded(_ context: RequestContext, _ bytes: [UInt8], changes: [LeaseChange]) -> Reception {
    guard changes.isEmpty else {
      gather(context, bytes, changes: changes, records: [])
      return .pending
    }
    counters.replied += 1
    duplicates.answer(context.duplicate, bytes)
    return .send(bytes)
  }

  private func acceptReply(_ grant: AccessGrant, lease: Lease?, _ context: RequestContext) -> [UInt8]? {
    var reply = context.packet.response(.accessAccept)
    do throws(EncodingError) {
      try reply.appendMessageAuthenticator()
      try reply.appendRaw(grant.reply)
      if let lease {
        try reply.append(.framedIPAddress, integer: lease.address.rawValue)
        if let netmask = withTable({ $0.netmask(for: lease) }), !has(.framedIPNetmask, in: grant.reply) {
          try reply.append(.framedIPNetmask, integer: netmask.rawValue)
        }
        try reply.append(.sessionTimeout, integer: grantedTimeout(grant, lease))
        if lease.interimInterval > 0 { try reply.append(.acctInterimInterval, integer: lease.interimInterval) }
        try reply.append(.classAttribute, token.mint(lease.id))
      } else {
        if let address = grant.addressWithoutPool { try reply.append(.framedIPAddress, integer: address.rawValue) }
        if let timeout = grant.sessionTimeout { try reply.append(.sessionTimeout, integer: timeout) }
        if let interval = grant.interimInterval { try reply.append(.acctInterimInterval, integer: interval) }
      }
      try reply.appendAll(.proxyState, of: context.packet)
    } catch {
      return nil
    }
    var bytes = reply.finish()
    PacketSignature.sign(
      reply: &bytes, requestAuthenticator: context.packet.authenticator, secret: context.client.secret)
    return bytes
  }

  /// Session-Timeout counts from this answer, also where a session authenticates anew.
  private func grantedTimeout(_ grant: AccessGrant, _ lease: Lease) -> UInt32 {
    if let timeout = grant.sessionTimeout, timeout > 0 { return timeout }
    return withTable { $0.sessionTimeout(for: lease) }
  }

  private func has(_ type: AttributeType, in attributes: [UInt8]) -> Bool {
    var offset = 0
    while offset + 1 < attributes.count, attributes[offset + 1] >= 2 {
      if attributes[offset] == type.rawValue { return true }
      offset += Int(attributes[offset + 1])
    }
    return false
  }

  // MARK: - Reject

  private func reject(_ context: RequestContext, reason: String, reply: [UInt8], now: Now) -> Reception {
    let changes = table.takeChanges()
    guard
      let bytes = signedReply(context, .accessReject, attributes: reply)
        ?? signedReply(context, .accessReject, attributes: [])
    else {
      table.rollBack(changes)
      return abandon(context, .replyTooLong)
    }
    counters.rejects += 1
    let record = record(context, reply: .accessReject, reason: reason, lease: nil, now: now)
    report(
      .rejected(
        user: record.user, client: context.client.name, nas: context.nas, reason: reason, source: context.source))
    let delay = policy.rejectDelay
    gather(
      context, bytes, changes: changes, records: policy.recordsDecisions ? [.authentication(record)] : [],
      notBefore: delay > 0 ? context.arrived.moment.advanced(byMilliseconds: delay) : nil)
    return .pending
  }

  private func signedReply(_ context: RequestContext, _ code: PacketCode, attributes: [UInt8]) -> [UInt8]? {
    var reply = context.packet.response(code)
    do throws(EncodingError) {
      try reply.appendMessageAuthenticator()
      try reply.appendRaw(attributes)
      try reply.appendAll(.proxyState, of: context.packet)
    } catch {
      return nil
    }
    var bytes = reply.finish()
    PacketSignature.sign(
      reply: &bytes, requestAuthenticator: context.packet.authenticator, secret: context.client.secret)
    return bytes
  }

  private func replyMessage(_ text: String) -> [UInt8] {
    [AttributeType.replyMessage.rawValue, UInt8(text.utf8.count + 2)] + Array(text.utf8)
  }

  private func record(_ context: RequestContext, reply: PacketCode, reason: String, lease: Lease?, now: Now)
    -> AuthenticationRecord
  {
    var password: String?
    if policy.recordsPasswords, let hidden = context.packet.first(.userPassword)?.value {
      password = UserPassword.reveal(
        hidden, secret: context.client.secret, requestAuthenticator: context.packet.authenticator
      ).map { String(decoding: $0, as: UTF8.self) }
    }
    return AuthenticationRecord(
      time: now.wall, user: context.packet.first(.userName)?.text ?? "", client: context.client.name,
      nas: context.nas, callingStation: context.packet.first(.callingStationID)?.text ?? "", reply: reply.name,
      reason: reason, password: password, leaseID: lease?.id.rawValue ?? 0)
  }
}

extension Tristate {
  /// Nil: to be learnt.
  var knowledge: Bool? {
    switch self {
    case .yes: true
    case .no: false
    case .auto: nil
    }
  }
}

extension OfferRefusal {
  /// What the user reads in Reply-Message.
  var message: String {
    switch self {
    case .poolEmpty: "No address is free"
    case .unknownPool, .poolNotOpen, .noPool: "No address pool for this user"
    case .tooManyOffers: "Too many attempts at once, try again in a minute"
    case .tooManySessions(let bound): "You are already logged in \(bound) time\(bound == 1 ? "" : "s")"
    case .addressInUse: "Your address is in use"
    case .addressReserved: "Your address is out of use"
    }
  }
}

extension Packet {
  /// What tells the packet from another of the same NAS: a part of its authenticator, never 0.
  fileprivate var mark: UInt32 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self) } | 1
  }
}
