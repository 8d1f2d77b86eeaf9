import AddressPool
import NetworkAddress
import RADIUSWire

/// What users do, and what their NASes do for them: dial, connect, send Interims, hang up.
extension World {
  mutating func dial() {
    guard dialled < options.sessions else { return stopFaults() }
    let user = Int32(dialRandom.below(scenario.users))
    let nas = Int32(dialRandom.below(nases.count))
    let isLong = dialRandom.below(Int(Scenario.longCallEvery)) == 0
    let mean = isLong ? Scenario.longCall * scenario.duration : scenario.duration
    let duration = min(dialRandom.wait(mean: mean), scenario.durationMax)
    queue.schedule(.dial, at: now + dialRandom.wait(mean: scenario.dialEvery))
    begin(user: user, nas: nas, duration: duration)
  }

  mutating func redial(_ previous: Int32) {
    guard dialled < options.sessions else { return }
    let session = sessions[Int(previous)]
    begin(user: session.user, nas: session.nas, duration: random.wait(mean: scenario.duration))
  }

  private mutating func begin(user: Int32, nas index: Int32, duration: Int64) {
    dialled += 1
    report.sessions += 1
    let nas = nases[Int(index)]
    // A NAS holds calls back until its Accounting-On cannot be overtaken any more.
    guard nas.isUp, nas.rebootedAt < 0 || now > nas.rebootedAt + SimulationProfile.heldUp.upperBound + 2000,
      lines[Int(user)] < 3
    else { return }
    let number = Int32(sessions.count)
    var session = SimulatedSession(user: user, nas: index, number: sessionNumber(index), duration: duration)
    if nas.traits.contains(.constantPort) {
      session.port = 0
    } else if !nas.traits.contains(.noPort) {
      if let port = freePorts[Int(index)].popLast() {
        session.port = port
      } else {
        session.port = nas.nextPort
        nases[Int(index)].nextPort += 1
      }
    }
    session.station = takeStation(user)
    lines[Int(user)] += 1
    liveSessions += 1
    sessions.append(session)
    for _ in 0..<ReplyReader.tokenLength { tokens.append(0) }
    trace("u\(user) dials nas\(index): session \(number)")
    if !request(index, session: number, event: -1) { endDialling(number) }
  }

  /// The first of the user's four devices that is not in use.
  private mutating func takeStation(_ user: Int32) -> Int32 {
    let inUse = stationsInUse[Int(user)]
    let station = Int32((~inUse).trailingZeroBitCount)
    stationsInUse[Int(user)] |= 1 << station
    return user * 4 + station
  }

  private mutating func sessionNumber(_ index: Int32) -> Int {
    nases[Int(index)].sessionCounter += 1
    return nases[Int(index)].sessionCounter
  }

  mutating func endDialling(_ number: Int32) {
    guard sessions[Int(number)].phase == .dialling else { return }
    end(number)
  }

  /// The Accept is here: the session has its address from now on.
  mutating func accepted(_ request: PendingRequest, _ bytes: [UInt8]) {
    let number = request.session
    guard sessions[Int(number)].phase == .dialling else { return }
    let reply = ReplyReader(bytes)
    let address = reply.address
    guard let index = scenario.index(of: address), reply.token > 0, isOfPool(index, request, number) else {
      fail("truth", "an Accept without an address of its pool", address: address)
      return
    }
    report.connected += 1
    for place in 0..<ReplyReader.tokenLength {
      tokens[Int(number) * ReplyReader.tokenLength + place] = bytes[reply.token + place]
    }
    var session = sessions[Int(number)]
    session.phase = .up
    session.server = request.server
    session.address = address
    session.lease = reply.lease
    session.sessionTimeout = Int64(reply.sessionTimeout) * 1000
    session.interval = Int64(reply.interval) * 1000
    session.acceptedAt = now
    session.acceptedOffset = request.decidedOffset
    session.grantedAt = request.decidedAt
    sessions[Int(number)] = session
    trace("session \(number) of u\(session.user) is up with \(IPv4Address(rawValue: address))")
    checkTaken(number, index)
    liveOn[Int(request.nas)].append(number)
    if scenario.areUsersBounded { sessionsOnDevices[Int(session.station)] = number }
    usersOf[index].append(number)
    let obeys = !nases[Int(request.nas)].traits.contains(.ignoresSessionTimeout) && session.sessionTimeout > 0
    queue.schedule(
      .hangUp(session: number), at: now + (obeys ? min(session.duration, session.sessionTimeout) : session.duration))
    report(.start, number)
    if session.interval > 0, !nases[Int(request.nas)].traits.contains(.noInterims) {
      queue.schedule(.interim(session: number), at: now + session.interval)
    }
  }

  /// Whether the address is the server's own, and of the pool that the user or the NAS is to have one of.
  private func isOfPool(_ index: Int, _ request: PendingRequest, _ number: Int32) -> Bool {
    let user = Int(sessions[Int(number)].user)
    guard servers[Int(request.server)].addresses.contains(index) else { return false }
    return user == scenario.staticUser
      || scenario.poolNumber(of: index) == scenario.pool(of: user, at: Int(request.nas))
  }

  mutating func interim(_ number: Int32) {
    guard sessions[Int(number)].phase == .up else { return }
    report(.interim, number)
    queue.schedule(.interim(session: number), at: now + sessions[Int(number)].interval)
  }

  mutating func hangUp(_ number: Int32) {
    guard sessions[Int(number)].phase == .up else { return }
    trace("session \(number) hangs up")
    if !nases[Int(sessions[Int(number)].nas)].traits.contains(.noStops) { report(.stop, number) }
    end(number)
    if random.below(1_000_000) < scenario.redials {
      queue.schedule(.redial(session: number), at: now + random.within(1...3000))
    }
  }

  /// The session is over, and its address is used by it no more.
  mutating func end(_ number: Int32) {
    let session = sessions[Int(number)]
    guard session.phase != .over else { return }
    sessions[Int(number)].phase = .over
    lines[Int(session.user)] -= 1
    stationsInUse[Int(session.user)] &= ~(1 << (session.station & 3))
    liveSessions -= 1
    if session.port > 0 { freePorts[Int(session.nas)].append(session.port) }
    guard session.phase == .up else { return }
    if let index = scenario.index(of: session.address) {
      usersOf[index].removeAll { $0 == number }
      lastUse[index] = now
    }
    if scenario.areUsersBounded { sessionsOnDevices[Int(session.station)] = -1 }
    let nas = Int(session.nas)
    if let place = liveOn[nas].firstIndex(of: number) {
      liveOn[nas].swapAt(place, liveOn[nas].count - 1)
      liveOn[nas].removeLast()
    }
  }

  private mutating func report(_ kind: ReportedEvent.Kind, _ number: Int32) {
    let nas = sessions[Int(number)].nas
    let event = newEvent(kind, nas: nas, session: number)
    let isLate = areFaultsOn && nases[Int(nas)].traits.contains(.lateSender) && random.chance(300_000)
    hold(event, for: isLate ? random.within(1000...200_000) : 0)
  }

  mutating func newEvent(_ kind: ReportedEvent.Kind, nas: Int32, session: Int32) -> Int32 {
    var event = ReportedEvent(kind: kind, nas: nas, session: session, at: now, sessionTime: 0, octets: 0)
    if session >= 0 {
      event.sessionTime = UInt32((now - sessions[Int(session)].acceptedAt) / 1000)
      sessions[Int(session)].octets &+= UInt32(random.below(1_000_000)) + 1
      event.octets = sessions[Int(session)].octets
    }
    events.append(event)
    return Int32(events.count - 1)
  }

  mutating func hold(_ event: Int32, for span: Int64) {
    guard span > 0 else { return sendAccounting(event) }
    unsentEvents += 1
    queue.schedule(.sendAccounting(event: ~event), at: now + span)
  }

  /// `number`: an event, or the complement of one that was held back.
  mutating func sendAccounting(_ number: Int32) {
    let event = number < 0 ? ~number : number
    if number < 0 { unsentEvents -= 1 }
    let nas = events[Int(event)].nas
    // What a NAS held back is lost when it goes down.
    guard nases[Int(nas)].isUp, events[Int(event)].at >= nases[Int(nas)].rebootedAt else { return }
    request(nas, session: events[Int(event)].session, event: event)
    if nases[Int(nas)].traits.contains(.doubleSender) {
      request(nas, session: events[Int(event)].session, event: event)
    }
  }
}
