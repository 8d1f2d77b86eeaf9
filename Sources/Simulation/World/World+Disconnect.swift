import AddressPool
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import ServerCore
import Timebase

/// Disconnect-Requests (RFC 5176): servers ask, NASes obey, refuse, or say nothing.
extension World {
  private static let disconnectPort: UInt16 = 3799
  /// What takes the address from a session that was told to end, at the longest, in milliseconds.
  private static let endingMax: Int64 = 3000

  /// The server sends what is to be sent, and gives up what is to be given up.
  mutating func ask(_ server: SimulatedServer, _ engine: Engine) {
    let clock = server.clock(now)
    if let next = engine.nextDynamicAuthorization, next <= clock.moment {
      engine.advanceDynamicAuthorization(now: clock, random: &random)
      for outgoing in engine.takeOutgoing() { send(outgoing, from: server) }
      checkGivenUp(server, engine)
    } else {
      _ = engine.takeEvents()
    }
    for (_, since) in server.commands where now > since + World.commandSpan {
      fail("disconnect", "an operator's command has no end since \(World.clock(since))")
    }
  }

  /// Asking takes 30 s; then comes a commit, which may be slow.
  private static let commandSpan: Int64 = 35_000

  private mutating func send(_ outgoing: OutgoingDisconnect, from server: SimulatedServer) {
    guard case .v4(let address) = outgoing.destination.address, let packet = try? Packet(decoding: outgoing.bytes)
    else {
      return fail("disconnect", "a Disconnect-Request to nowhere, or none")
    }
    report.digest(outgoing.bytes)
    report.disconnectRequests += 1
    let number = World.authenticatorNumber(outgoing.bytes)
    let index: Int32
    if let known = asksByAuthenticator[number], asks[Int(known)].server == server.number {
      index = known
      asks[Int(known)].transmissions += 1
      if asks[Int(known)].transmissions > 5 || now > asks[Int(known)].firstSent + 30_500 {
        fail("disconnect", "Disconnect-Request id \(outgoing.bytes[1]) is sent too often, or too long")
      }
    } else {
      index = Int32(asks.count)
      let key = SessionKey(
        user: packet.first(.userName)?.text ?? "", session: packet.first(.acctSessionID)?.text ?? "")
      let nas = World.nas(at: address)
      var ask = SimulatedAsk(
        server: server.number, life: server.life, nas: nas, key: key, identifier: outgoing.bytes[1],
        isReduced: packet.first(.framedIPAddress) == nil, firstSent: now, isJustified: true)
      if let session = session(named: packet, on: nas) { ask.isJustified = mayBeEnded(session, by: server, key) }
      asks.append(ask)
      asksByAuthenticator[number] = index
    }
    let ask = asks[Int(index)]
    trace(
      "\(server.name) asks nas\(ask.nas) to end session \(ask.key.session) of \(ask.key.user), id \(ask.identifier)")
    transmit(
      Datagram(
        bytes: outgoing.bytes, nas: ask.nas, server: server.number, isAccounting: false, isDisconnect: true,
        request: index, generation: 0), toServer: false)
  }

  // MARK: - The NAS

  /// A Disconnect-Request has arrived.
  mutating func told(_ datagram: Datagram) {
    let nas = nases[Int(datagram.nas)]
    guard nas.isUp, let packet = try? Packet(decoding: datagram.bytes) else { return }
    guard RequestAuthenticator.isValid(packet, secret: World.secret),
      MessageAuthenticator.check(packet, secret: World.secret) == .valid
    else { return fail("disconnect", "a Disconnect-Request is not signed right") }
    let disobeys = areFaultsOn && options.faults.contains(.disobedience)
    if disobeys, nas.traits.contains(.ignoresDisconnects) { return }
    let ask = asks[Int(datagram.request)]
    if let reply = ask.reply, !nas.traits.contains(.forgetsDisconnects) { return answer(datagram, reply) }
    if disobeys, nas.traits.contains(.takesFewAttributes), !ask.isReduced {
      return answer(datagram, packet, .disconnectNAK, .unsupportedAttribute)
    }
    if disobeys, nas.traits.contains(.refusesDisconnects) {
      let prohibited = ErrorCause(rawValue: 501)
      return answer(datagram, packet, .disconnectNAK, random.chance(500_000) ? prohibited : nil)
    }
    guard let session = session(named: packet, on: datagram.nas) else {
      return random.chance(100_000)
        ? answer(datagram, packet, .disconnectACK, .residualContextRemoved)
        : answer(datagram, packet, .disconnectNAK, .sessionContextNotFound)
    }
    trace("nas\(datagram.nas) ends session \(session)")
    report.disconnected += 1
    if !ask.isJustified {
      fail(
        "disconnect", "session \(session) is ended, and its server had no reason to ask for that",
        address: sessions[Int(session)].address)
    }
    // What has said that it ends a session does so before its address may be another's.
    let rest = scenario.index(of: sessions[Int(session)].address).map { rules(of: $0).quarantine } ?? 0
    let span = random.within(0...min(World.endingMax, rest / 4))
    if span > 0 { queue.schedule(.hangUp(session: session), at: now + span) } else { hangUp(session) }
    answer(datagram, packet, .disconnectACK, nil)
  }

  private mutating func answer(_ datagram: Datagram, _ packet: Packet, _ code: PacketCode, _ cause: ErrorCause?) {
    var reply = packet.response(code)
    do throws(EncodingError) {
      if let cause { try reply.append(.errorCause, integer: cause.rawValue) }
    } catch {
      preconditionFailure("an answer that does not fit: \(error)")
    }
    var bytes = reply.finish()
    PacketSignature.sign(reply: &bytes, requestAuthenticator: packet.authenticator, secret: World.secret)
    asks[Int(datagram.request)].reply = bytes
    let said: DisconnectAnswers =
      cause == .sessionContextNotFound || cause == .residualContextRemoved
      ? .gone : code == .disconnectACK ? .ending : .refused
    servers[Int(datagram.server)].answers[asks[Int(datagram.request)].key, default: []].insert(said)
    answer(datagram, bytes)
  }

  private mutating func answer(_ datagram: Datagram, _ reply: [UInt8]) {
    trace("nas\(datagram.nas) answers \(PacketCode(rawValue: reply[0]).name) id \(reply[1])")
    var datagram = datagram
    datagram.bytes = reply
    transmit(datagram, toServer: true)
  }

  /// The live session that a Disconnect-Request names, by all that it says; nil: the NAS has no such session.
  private func session(named packet: Packet, on nas: Int32) -> Int32? {
    let user = World.user(packet.first(.userName)?.text ?? "")
    let name = packet.first(.acctSessionID)?.text
    let address = packet.first(.framedIPAddress)?.integer
    let port = packet.first(.nasPort)?.integer
    return liveOn[Int(nas)].first { number in
      let session = sessions[Int(number)]
      return user.map { $0 == session.user } ?? true && address.map { $0 == session.address } ?? true
        && port.map { Int32(truncatingIfNeeded: $0) == session.port } ?? true
        && name.map { $0 == self.name(of: session) } ?? true
    }
  }

  // MARK: - The server

  /// An answer has arrived. What it means for the lease is in the ledger (``checkDisconnected(_:_:_:)``).
  mutating func serverIsAnswered(_ server: SimulatedServer, _ engine: Engine, _ datagram: Datagram) {
    acting = server
    let address = IPv4Address(rawValue: nases[Int(datagram.nas)].address)
    _ = engine.takeEvents()
    let reception = datagram.bytes.withUnsafeBytes {
      engine.receiveDynamicAuthorization(
        $0, from: Endpoint(address: .v4(address), port: World.disconnectPort), now: server.clock(now))
    }
    checkAnswered(server, engine, datagram, reception)
    if crashes(server) { return }
    turnEnded(server)
  }

  /// An operator wants sessions ended: that of an address, or a user's.
  mutating func disconnect(_ server: SimulatedServer, _ engine: Engine, _ index: Int) {
    let selection: DisconnectSelection =
      random.chance(600_000) ? .address(Scenario.address(index)) : .user("u\(random.below(scenario.users))")
    do throws(DisconnectRefusal) {
      let id = try engine.disconnect(selection, note: "simulated operator", now: server.clock(now))
      server.commands[id] = now
      trace("operator disconnects \(selection)")
      for lease in engine.table.leases where lease.state == .active || lease.state == .suspect {
        guard let holder = lease.holder else { continue }
        let isMeant =
          switch selection {
          case .address(let address): lease.address == address
          case .user(let user): holder.user == user
          case .session: false
          }
        if isMeant { server.ordered.insert(SessionKey(user: holder.user, session: holder.session)) }
      }
    } catch {
      trace("operator is refused: \(error)")
    }
  }
}
