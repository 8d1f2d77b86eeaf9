import AddressPool
import NetworkAddress
import RADIUSWire
import ServerCore

/// Disconnect-Requests: each ask ends in one outcome, and the outcome is true; an ACK alone frees nothing.
extension World {
  /// How long a packet may wait for the disk before it is recorded, in milliseconds.
  private static let recordingMax: Int64 = 1000

  /// Whether the server may have a live session of its own ended.
  func mayBeEnded(_ number: Int32, by server: SimulatedServer, _ key: SessionKey) -> Bool {
    let session = sessions[Int(number)]
    guard session.server == server.number, let index = scenario.index(of: session.address),
      let lease = server.disk.lease(at: index), lease.id.rawValue == session.lease
    else { return true }
    if session.sharesLease || lease.cause == .rebootInferred || server.ordered.contains(key) { return true }
    // Silence counts from when a packet came, which is some time before it is recorded.
    return excuse(of: session, for: nil, resting: false, at: now + World.recordingMax) != nil
  }

  /// The outcomes since the last look.
  private mutating func takeOutcomes(_ server: SimulatedServer, _ engine: Engine) -> [(DisconnectOutcome, SessionKey)] {
    var outcomes: [(DisconnectOutcome, SessionKey)] = []
    for case .disconnectAnswered(let outcome, let user, let session, _, _) in engine.takeEvents() {
      outcomes.append((outcome, SessionKey(user: user, session: session)))
      trace("\(server.name) asked after session \(session) of \(user): \(outcome.name)")
    }
    server.outcomes += UInt64(outcomes.count)
    let counters = engine.dynamicAuthorizationCounters
    let ended = server.outcomes + counters.superseded
    if counters.asked != ended + UInt64(engine.sessionsAskedAfter) {
      fail(
        "disconnect",
        "\(counters.asked) sessions were asked after, of which \(ended) ended and "
          + "\(engine.sessionsAskedAfter) are under way")
    }
    return outcomes
  }

  /// Time has passed: what ends now was not answered for long enough.
  mutating func checkGivenUp(_ server: SimulatedServer, _ engine: Engine) {
    for (outcome, key) in takeOutcomes(server, engine) {
      guard case .unanswered(let count) = outcome, (1...10).contains(count) else {
        fail("disconnect", "asking after session \(key.session) ended as \(outcome.name) without an answer")
        continue
      }
      let wasPatient = asks.reversed().contains {
        $0.server == server.number && $0.life == server.life && $0.key == key && now - $0.firstSent >= 29_000
      }
      if !wasPatient { fail("disconnect", "asking after session \(key.session) was given up early") }
    }
  }

  /// An answer was taken, or not.
  mutating func checkAnswered(
    _ server: SimulatedServer, _ engine: Engine, _ datagram: Datagram, _ reception: DisconnectReception
  ) {
    let outcomes = takeOutcomes(server, engine)
    let ask = asks[Int(datagram.request)]
    switch reception {
    case .taken:
      let expected = expectedOutcome(datagram, ask).map { [$0] } ?? []
      if outcomes.map(\.0) != expected || outcomes.contains(where: { $0.1 != ask.key }) {
        fail("disconnect", "an answer about session \(ask.key.session) is taken for \(outcomes.map(\.0.name))")
      }
    case .dropped(let fault):
      // It came late: the ask has ended, or its Identifier is another's by now.
      let isReplaced = asks[(Int(datagram.request) + 1)...].contains {
        $0.server == ask.server && $0.nas == ask.nas && $0.identifier == ask.identifier
      }
      if fault == .malformed || fault == .badAuthenticator && !isReplaced || !outcomes.isEmpty {
        fail("disconnect", "a good answer was dropped: \(fault.rawValue)")
      }
    }
  }

  /// Nil: the NAS is asked again, with less.
  private func expectedOutcome(_ datagram: Datagram, _ ask: SimulatedAsk) -> DisconnectOutcome? {
    guard let reply = try? Packet(decoding: datagram.bytes) else { return .unsent }
    let cause = reply.first(.errorCause)?.integer.map(ErrorCause.init(rawValue:))
    if reply.code == .disconnectACK { return cause == nil ? .acknowledged : .notFound }
    if cause == .unsupportedAttribute, !ask.isReduced { return nil }
    return cause == .sessionContextNotFound ? .notFound : .refused(cause)
  }

  /// A command is done.
  mutating func checkCommand(_ id: CommandID, _ server: SimulatedServer, _ engine: Engine) {
    guard server.commands.removeValue(forKey: id) != nil else { return }
    guard let rows = engine.takeDisconnect(id), !rows.isEmpty else {
      return fail("disconnect", "a command ends without an outcome")
    }
    for row in rows {
      let said = server.answers[SessionKey(user: row.holder.user, session: row.holder.session)] ?? []
      let isTrue =
        switch row.outcome {
        case .acknowledged: said.contains(.ending)
        case .refused: said.contains(.refused)
        case .unanswered(let count): (1...10).contains(count)
        case .notConfigured: !scenario.isAsked(row.holder.client)
        // It says so, or the lease had ended by itself.
        case .notFound: true
        case .unsent, .superseded: false
        }
      if !isTrue {
        fail(
          "disconnect", "the operator reads \(row.outcome.name) of session \(row.holder.session)",
          address: row.lease.address.rawValue)
      }
    }
  }

  /// A lease waits for the Stop of a session that its NAS ends, or ends for it.
  mutating func checkDisconnected(_ transition: LeaseTransition, _ index: Int, _ server: SimulatedServer) {
    guard let holder = transition.lease.holder else { return }
    let said = server.answers[SessionKey(user: holder.user, session: holder.session)] ?? []
    let place = index - server.addresses.lowerBound
    if transition.to == .suspect {
      if !said.contains(.ending) {
        fail("disconnect", "a Stop is waited for that no NAS has spoken of", address: transition.lease.address.rawValue)
      }
      server.endingSince[place] = (transition.lease.id, now, server.wallOffset)
      return
    }
    // Its Stop came, or its NAS has no such session.
    guard transition.match == nil, !said.contains(.gone) else { return }
    let rules = server.hasReloaded ? rules(of: index).andOutside : rules(of: index)
    let since = server.endingSince[place]
    guard rules.quarantine > 0 else { return }
    let hasWaited =
      since.lease == transition.lease.id
      && (now - since.time >= rules.quarantine - 1000
        || server.restarts.contains { $0.time > since.time && $0.offset != since.offset })
    if !hasWaited { fail("disconnect", "an ACK alone frees the address", address: transition.lease.address.rawValue) }
  }
}
