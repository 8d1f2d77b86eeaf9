import Accounting
import AddressPool
package import NetworkAddress
import RADIUSCrypto
import RADIUSWire
package import Timebase

extension Engine {
  /// Takes a datagram through the door: client, lengths, code, authenticators, repetition; then decides.
  package func receive(
    _ datagram: UnsafeRawBufferPointer, from source: Endpoint, on socket: SocketID, now: Now,
    random: inout some RandomNumberGenerator
  ) -> Reception {
    counters.received += 1
    guard let found = sources.place(of: source.address, in: policy.clients) else {
      return drop(.unknownClient, source: source, client: nil)
    }
    let client = policy.clients.clients[found.client]
    func refuse(_ reason: DropReason) -> Reception { drop(reason, source: source, client: client.name) }
    if isStopping { return refuse(.stopping) }

    // What the header alone can refuse is refused before the attributes are read.
    guard datagram.count >= WireLimits.packetLengthMin else { return refuse(.tooShort) }
    let code = PacketCode(rawValue: datagram[0])
    guard belongs(code, on: socket.role) else { return refuse(.wrongCode) }
    let isAccounting = socket.role == .accounting
    guard limiter.admits(found.client, isAccounting: isAccounting, now: now.moment) else {
      return refuse(.rateLimited)
    }
    let packet: Packet
    do throws(PacketError) {
      packet = try Packet(decoding: datagram)
    } catch {
      return refuse(error.isShort ? .tooShort : .malformed)
    }
    if let reason = prove(packet, client: client, at: found.place, source: source) { return refuse(reason) }

    let authenticator = packet.authenticator
    let key = DuplicateCache.Key(endpoint: source, identifier: packet.identifier, socket: socket.index)
    var isCopy = false
    switch duplicates.find(key, authenticator, now: now.moment) {
    case .answered(let reply) where stands(reply):
      counters.replayed += 1
      return .send(reply)
    case .inProgress:
      return refuse(.duplicateInProgress)
    case .answered:
      isCopy = true
    case .new:
      break
    }
    if code == .statusServer { return status(packet, client: client, on: socket) }
    // Access-Rejects that are held back have a limit of their own: guesses at passwords must not lock others out.
    // New sessions leave the last part of what may be under way to accounting, which ends the old ones.
    let bound = isAccounting ? limits.requestsInFlight : limits.authenticationsInFlight
    guard gathered.count + committing.count + verifying.count < bound else { return refuse(.overload) }
    let context = RequestContext(
      packet: packet, source: source, sourceText: sources.text(of: source, at: found.place), socket: socket,
      client: client, origin: origin(of: packet, at: found.place, client: client.name),
      duplicate: duplicates.begin(key, authenticator, now: now.moment), isCopy: isCopy, arrived: now)
    return code == .accessRequest ? access(context, random: &random) : accounting(context)
  }

  /// Drops a datagram unread, because the server is so far behind that its sender has asked again, or soon will: what it
  /// would cost is better spent on those that came later.
  package func shed(from source: Endpoint) -> Reception {
    counters.received += 1
    return drop(.overload, source: source, client: nil)
  }

  func drop(_ reason: DropReason, source: Endpoint, client: String?) -> Reception {
    counters[reason] += 1
    report(.dropped(reason, source: source, client: client))
    return .dropped(reason)
  }

  private func belongs(_ code: PacketCode, on role: PortRole) -> Bool {
    switch role {
    case .authentication: code == .accessRequest || code == .statusServer
    case .accounting: code == .accountingRequest || code == .statusServer
    }
  }

  /// Whether the packet is its client's. Nil: it is.
  private func prove(_ packet: Packet, client: ClientDefinition, at place: Int, source: Endpoint) -> DropReason? {
    if packet.code == .accountingRequest, !RequestAuthenticator.isValid(packet, secret: client.secret) {
      return .badAuthenticator
    }
    let finding = MessageAuthenticator.check(packet, secret: client.secret)
    if finding == .invalid { return .badMessageAuthenticator }
    switch packet.code {
    case .statusServer:
      // RFC 5997 §3: MUST carry one. It teaches `auto` nothing.
      return finding == .valid ? nil : .missingMessageAuthenticator
    case .accessRequest:
      return proveAccess(packet, isSigned: finding == .valid, client: client, at: place, source: source.address)
    default:
      return nil
    }
  }

  /// The rules against CVE-2024-3596 (BlastRADIUS), and RFC 3579 §3.1 for EAP. The attribute may stand anywhere.
  private func proveAccess(
    _ packet: Packet, isSigned: Bool, client: ClientDefinition, at place: Int, source: IPAddress
  ) -> DropReason? {
    if isSigned {
      guard client.requireMessageAuthenticator == .auto else { return nil }
      if !sources[place].sendsMessageAuthenticator {
        sources[place].sendsMessageAuthenticator = true
        report(.learnedMessageAuthenticator(source: source, client: client.name))
      }
      return nil
    }
    if packet.offset(of: .eapMessage) != nil { return .missingMessageAuthenticator }
    switch client.requireMessageAuthenticator {
    case .yes: return .missingMessageAuthenticator
    case .auto where sources[place].sendsMessageAuthenticator: return .missingMessageAuthenticator
    case .auto, .no: break
    }
    let hasProxyState = packet.offset(of: .proxyState) != nil
    switch client.limitProxyState {
    case .no: return nil
    case .yes: return hasProxyState ? .proxyStateUnprotected : nil
    case .auto:
      if sources[place].isProxy == nil { sources[place].isProxy = hasProxyState }
      return hasProxyState && sources[place].isProxy == false ? .proxyStateUnprotected : nil
    }
  }

  private func origin(of packet: Packet, at place: Int, client: String) -> LeaseOrigin {
    let claim = NASText.claim(of: packet)
    return sources.origin(at: place, client: client, type: claim.type, claim: claim.value)
  }

  /// Status-Server (RFC 5997): we live. On the authentication port an Access-Accept, on the other an
  /// Accounting-Response (§4.2, §4.3).
  private func status(_ packet: Packet, client: ClientDefinition, on socket: SocketID) -> Reception {
    let code: PacketCode = socket.role == .authentication ? .accessAccept : .accountingResponse
    var reply = packet.response(code)
    do throws(EncodingError) {
      try reply.appendMessageAuthenticator()
      try reply.appendAll(.proxyState, of: packet)
    } catch {
      counters[.replyTooLong] += 1
      return .dropped(.replyTooLong)
    }
    var bytes = reply.finish()
    PacketSignature.sign(reply: &bytes, requestAuthenticator: packet.authenticator, secret: client.secret)
    counters.replied += 1
    return .send(bytes)
  }
}

extension PacketError {
  /// Fewer octets than there should be (RFC 2865 §3: silently discarded), rather than octets that make no sense.
  var isShort: Bool {
    switch self {
    case .headerTruncated, .truncated: true
    default: false
    }
  }
}
