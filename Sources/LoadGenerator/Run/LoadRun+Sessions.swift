internal import DequeModule
internal import RADIUSCrypto
internal import RADIUSWire

/// What the sessions send, and what the answers mean for them.
extension LoadRun {
  /// The session whose request is next; nil: none, because the load ends.
  func nextSession(_ now: UInt64) -> Int32? {
    if let next = ready.popFirst() { return next }
    if isEnding {
      guard !plan.leavesSessionsOpen, let next = live.popFirst() else { return nil }
      sessions[Int(next)].next = .stop
      return next
    }
    if live.count > plan.sessionsHeld { return live.popFirst() }
    return begin(now)
  }

  private func begin(_ now: UInt64) -> Int32 {
    var kind = plan.mode
    if kind == .mixed {
      let drawn = random.next() & 3
      kind = drawn == 0 ? .auth : drawn == 1 ? .accounting : .cycle
    }
    lastSession &+= 1
    var session = LoadSession()
    session.number = lastSession
    session.began = now
    session.user = Int32(nextUser)
    session.nas = Int32(nextUser % nasNames.count)
    session.interimsLeft = Int32(plan.interims)
    session.next = kind == .accounting ? .start : .access
    session.isWhole = kind != .auth
    nextUser = nextUser + 1 == credentials.count ? 0 : nextUser + 1
    if let slot = freeSessions.popLast() {
      sessions[Int(slot)] = session
      return slot
    }
    sessions.append(session)
    return Int32(sessions.count - 1)
  }

  /// Sends the session's next request.
  func send(_ slot: Int32, due: UInt64, now: UInt64) {
    let step = sessions[Int(slot)].next
    let port = step == .access ? authentication : accounting
    let index = port.flights.take()
    let flight = port.flights[index]
    flight.pointee.session = slot
    flight.pointee.step = step
    flight.pointee.due = due
    flight.pointee.tries = 0
    let identifier = UInt8(truncatingIfNeeded: index)
    if step == .access {
      writeAccess(slot, identifier: identifier, into: port.flights.buffer(index), flight)
    } else {
      writeAccounting(slot, step, identifier: identifier, into: port.flights.buffer(index), flight, now: now)
    }
    if step == .stop, sessions[Int(slot)].address != 0 { held.leave(sessions[Int(slot)].address, by: slot) }
    tally.requests += 1
    port.send(index, at: now)
  }

  private func writeAccess(
    _ slot: Int32, identifier: UInt8, into buffer: UnsafeMutableRawBufferPointer,
    _ flight: UnsafeMutablePointer<Flight>
  ) {
    let user = Int(sessions[Int(slot)].user)
    let authenticator = drawAuthenticator()
    var request = RequestWriter(
      buffer, code: .accessRequest, identifier: identifier, authenticator: authenticator)
    // First, as today's servers want it (RFC 3579 §3.2).
    request.begin(.messageAuthenticator, Authenticator.length).initializeMemory(as: UInt8.self, repeating: 0)
    request.append(.userName, credentials[user].user.name)
    credentials[user].append(
      to: &request, identifier: identifier, authenticator: authenticator, secret: plan.secret)
    appendPlace(slot, to: &request)
    if sessions[Int(slot)].isWhole {
      request.append(.serviceType, integer: LoadRun.framed)
      request.append(.framedProtocol, integer: LoadRun.ppp)
      request.append(.callingStationID, credentials[user].station)
      request.append(.acctSessionID, hexadecimal: sessions[Int(slot)].number)
    }
    flight.pointee.authenticator = request.finish(secret: plan.secret)
    flight.pointee.length = Int32(request.length)
  }

  private func writeAccounting(
    _ slot: Int32, _ step: SessionStep, identifier: UInt8, into buffer: UnsafeMutableRawBufferPointer,
    _ flight: UnsafeMutablePointer<Flight>, now: UInt64
  ) {
    let user = Int(sessions[Int(slot)].user)
    var request = RequestWriter(buffer, code: .accountingRequest, identifier: identifier, authenticator: .zero)
    request.append(.acctStatusType, integer: step.statusType)
    request.append(.userName, credentials[user].user.name)
    appendPlace(slot, to: &request)
    request.append(.acctSessionID, hexadecimal: sessions[Int(slot)].number)
    request.append(.callingStationID, credentials[user].station)
    request.append(.serviceType, integer: LoadRun.framed)
    request.append(.framedProtocol, integer: LoadRun.ppp)
    if sessions[Int(slot)].address != 0 { request.append(.framedIPAddress, integer: sessions[Int(slot)].address) }
    if !sessions[Int(slot)].classValue.isEmpty { request.append(.classAttribute, sessions[Int(slot)].classValue) }
    if step != .start {
      let seconds = (now - sessions[Int(slot)].began) / MonotonicClock.perSecond
      let done = UInt32(plan.interims) - UInt32(sessions[Int(slot)].interimsLeft) + (step == .stop ? 1 : 0)
      request.append(.acctSessionTime, integer: UInt32(truncatingIfNeeded: seconds))
      request.append(.acctInputOctets, integer: 1_000_000 &* (done &+ 1))
      request.append(.acctOutputOctets, integer: 9_000_000 &* (done &+ 1))
    }
    if step == .stop { request.append(.acctTerminateCause, integer: LoadRun.userRequest) }
    flight.pointee.authenticator = request.finish(secret: plan.secret)
    flight.pointee.length = Int32(request.length)
  }

  /// Where the user dials in: a NAS and a port that no other live session has.
  private func appendPlace(_ slot: Int32, to request: inout RequestWriter) {
    request.append(.nasIdentifier, nasNames[Int(sessions[Int(slot)].nas)])
    request.append(.nasIPAddress, integer: LoadRun.loopback)
    request.append(.nasPort, integer: UInt32(slot))
  }

  private func drawAuthenticator() -> Authenticator {
    let octets = (random.next(), random.next())
    return withUnsafeBytes(of: octets) { Authenticator(loading: $0, at: 0) }
  }

  private static let framed: UInt32 = 2
  private static let ppp: UInt32 = 1
  private static let userRequest: UInt32 = 1
  private static let loopback: UInt32 = 0x7f00_0001

  // MARK: - Answers

  /// A datagram that came in by a socket.
  func take(_ datagram: UnsafeRawBufferPointer, socket: Int, of port: LoadPort, now: UInt64) {
    guard let reply = ReplyReader(datagram) else {
      tally.malformed += 1
      return
    }
    let index = socket * FlightTable.identifiers + reply.identifier
    let flight = port.flights[index].pointee
    guard flight.isOpen, reply.isProven(flight.authenticator, secret: plan.secret) else {
      if reply.isProven(flight.formerAuthenticator, secret: plan.secret) {
        tally.unexpected += 1
      } else {
        tally.wrongAuthenticators += 1
      }
      return
    }
    guard count(reply, to: flight) else {
      tally.malformed += 1
      return
    }
    if isMeasuring, !isEnding {
      book.record(
        flight.step, nanoseconds: now > flight.due ? now - flight.due : 0,
        second: Int((now - measuringSince) / MonotonicClock.perSecond))
      if flight.step == .stop { sessionsEndedMeasured += 1 }
    }
    close(index, of: port)
    if flight.step == .access, reply.code != .accessAccept {
      free(flight.session)
    } else {
      goOn(flight.session, after: flight.step)
    }
  }

  /// Counts the answer and takes from it what the session needs. False: its code answers nothing of the kind.
  private func count(_ reply: ReplyReader, to flight: Flight) -> Bool {
    guard flight.step == .access else {
      guard reply.code == .accountingResponse else { return false }
      tally.accountingResponses += 1
      if flight.step == .stop { tally.sessionsEnded += 1 }
      return true
    }
    switch reply.code {
    case .accessAccept:
      tally.accepts += 1
      if !credentials[Int(sessions[Int(flight.session)].user)].isProven(by: reply) { tally.wrongAuthenticators += 1 }
      if let address = reply.framedIPAddress {
        tally.addressesGiven += 1
        if sessions[Int(flight.session)].isWhole {
          sessions[Int(flight.session)].address = address
          held.take(address, by: flight.session)
        }
      }
      if sessions[Int(flight.session)].isWhole, let value = reply.value(.classAttribute) {
        sessions[Int(flight.session)].classValue = Array(value)
      }
    case .accessReject: tally.rejects += 1
    case .accessChallenge: tally.challenges += 1
    default: return false
    }
    return true
  }

  /// What a session does when a request of it is answered, or one of its accounting is given up.
  func goOn(_ slot: Int32, after step: SessionStep) {
    switch step {
    case .access:
      guard sessions[Int(slot)].isWhole else { return free(slot) }
      sessions[Int(slot)].next = .start
      ready.append(slot)
    case .start:
      sessions[Int(slot)].next = plan.interims > 0 ? .interim : .stop
      live.append(slot)
    case .interim:
      sessions[Int(slot)].interimsLeft -= 1
      if sessions[Int(slot)].interimsLeft <= 0 { sessions[Int(slot)].next = .stop }
      live.append(slot)
    case .stop:
      free(slot)
    }
  }

  func free(_ slot: Int32) {
    sessions[Int(slot)].classValue = []
    freeSessions.append(slot)
  }
}

extension SessionStep {
  /// Acct-Status-Type (RFC 2866 §5.1).
  fileprivate var statusType: UInt32 {
    switch self {
    case .access, .start: 1
    case .stop: 2
    case .interim: 3
    }
  }
}
