import Accounting
import AddressPool
import NetworkAddress
import RADIUSWire
import ServerCore
import Storage
import Timebase

/// The truth of the world against what the server says.
extension World {
  /// A session has just taken an address: nobody else may use it, but for a rule that the design names.
  mutating func checkTaken(_ number: Int32, _ index: Int) {
    let session = sessions[Int(number)]
    let address = session.address
    let server = servers[Int(session.server)]
    while server.sessionByLease.count <= Int(session.lease) { server.sessionByLease.append(-1) }
    let other = server.sessionByLease[Int(session.lease)]
    server.sessionByLease[Int(session.lease)] = number
    if other >= 0, other != number {
      // The server took two asks for one. Where the NAS says which session asks, it must not, unless a reboot made it
      // use an Acct-Session-Id again.
      if nases[Int(session.nas)].traits.contains(.asksWithSessionID), sessions[Int(other)].phase == .up {
        fail("truth", "sessions \(other) and \(number) were given one lease, \(session.lease)", address: address)
      }
      sessions[Int(number)].sharesLease = true
      sessions[Int(other)].sharesLease = true
      sessions[Int(number)].forfeit = .sameAsk
      sessions[Int(other)].forfeit = sessions[Int(other)].forfeit ?? .sameAsk
    }
    if !server.releasedLeases.isEmpty, server.releasedLeases.contains(session.lease) {
      // Its lease was taken back while its Accept was on its way: it is the one that has lost the address.
      sessions[Int(number)].forfeit = .released
      return report.excuse(.released)
    }
    for other in usersOf[index] {
      let excuse = excuse(of: sessions[Int(other)], for: session, at: now)
      guard let excuse else {
        let holder = sessions[Int(other)]
        return fail(
          "truth",
          "session \(number) of u\(session.user) was given the address that session \(other) of u\(holder.user) at "
            + "\(nases[Int(holder.nas)].kind.rawValue) nas\(holder.nas) uses, up since \(World.clock(holder.acceptedAt)), "
            + "last heard at \(holder.heardAt < 0 ? "no time" : World.clock(holder.heardAt))",
          address: address)
      }
      trace("session \(other) may lose its address: \(excuse.rawValue)")
      report.excuse(excuse)
      sessions[Int(other)].forfeit = excuse == .sameAsk ? .sameAsk : .conflict
    }
  }

  /// The server has given an address: live sessions on it that a rule leaves unprotected have lost it now, whatever is
  /// heard of them before the Accept arrives.
  private mutating func checkGiven(_ index: Int, to lease: Lease, at decided: Int64) {
    guard !usersOf[index].isEmpty else { return }
    let name = lease.holder?.session ?? ""
    for other in usersOf[index] where sessions[Int(other)].forfeit == nil {
      let excuse = excuse(of: sessions[Int(other)], for: nil, at: decided)
      guard lease.cause == .adopted else {
        sessions[Int(other)].forfeit = excuse
        continue
      }
      // A session that lives on an address that it lost has claimed it back: whoever else uses it is in conflict.
      if self.name(of: sessions[Int(other)]) != name {
        sessions[Int(other)].forfeit = excuse ?? .conflict
      }
    }
  }

  /// The rule by which the address of a live session may go to another at `now`. Nil: there is none.
  ///
  /// `resting`: whether the address rests before it goes to another; its lease ends before that.
  func excuse(
    of session: SimulatedSession, for other: SimulatedSession?, resting: Bool = true, at now: Int64
  ) -> Excuse? {
    if let forfeit = session.forfeit { return forfeit }
    let server = servers[Int(session.server)]
    if session.sessionTimeout > 0, now > session.acceptedAt + session.sessionTimeout { return .pastSessionTimeout }
    if let other, scenario.staticUser == Int(session.user), other.user == session.user { return .staticAddress }
    guard let index = scenario.index(of: session.address) else { return nil }
    let rules = server.hasReloaded ? rules(of: index).andOutside : rules(of: index)
    let quarantine = resting ? rules.quarantine : 0
    let silence = rules.missedInterims * session.interval + rules.sessionGrace
    let heard = session.heardAt
    if heard < 0 {
      if now >= session.grantedAt + rules.offerTimeout + quarantine { return .neverHeard }
    } else if session.interimHeard, now >= heard + silence + quarantine {
      return .silent
    }
    return clockExcuse(session, server, rules, at: now)
  }

  /// A restart takes wall times up: where the clock had been put forward meanwhile, what was left of a deadline is
  /// lost, but for the one interval in which the server listens first.
  private func clockExcuse(
    _ session: SimulatedSession, _ server: SimulatedServer, _ rules: PoolRules, at now: Int64
  ) -> Excuse? {
    let since = max(session.heardAt, session.grantedAt)
    let offset = session.heardAt < 0 ? session.acceptedOffset : min(session.acceptedOffset, session.heardOffset)
    guard let restart = server.restarts.first(where: { $0.time > since && $0.offset > offset }) else { return nil }
    let listening = session.heardAt < 0 ? 0 : min(session.interval, rules.interimInterval)
    return now >= restart.time + listening ? .clockStep : nil
  }

  // MARK: - Promises

  /// An answer is about to leave: what it says must be on the disk (invariant I6).
  mutating func checkPromise(_ server: SimulatedServer, _ bytes: [UInt8], request: Int32, generation: UInt32) {
    switch PacketCode(rawValue: bytes[0]) {
    case .accessAccept:
      let reply = ReplyReader(bytes)
      let address = reply.address
      guard address > 0 else { return }
      let lease = Int(reply.lease)
      if lease >= server.addressByLease.count || server.addressByLease[lease] != address {
        fail("I6", "lease \(lease) is promised and not on disk", address: address)
      }
    case .accountingResponse:
      let event = requests[Int(request)].event
      guard requests[Int(request)].generation == generation, event >= 0 else { return }
      if events[Int(event)].records[Int(server.number)] == 0 {
        fail("I6", "a record is acknowledged and not on disk: \(describe(requests[Int(request)]))")
      }
    default:
      break
    }
  }

  /// What was written is on disk now.
  mutating func recordSynced(_ server: SimulatedServer) {
    for entry in server.disk.sync() {
      report.entries += 1
      server.disk.count += 1
      switch entry {
      case .transition(let transition):
        let before = server.disk.keep(transition, at: scenario.index(of: transition.lease.address.rawValue))
        recorded(transition, before: before, by: server)
      case .accounting(let record):
        server.disk.keep(entry)
        recorded(World.authenticatorNumber(record.packet), by: server)
      case .sharedPort(let shared): server.disk.keep(shared)
      case .authentication(let record):
        if scenario.areUsersBounded, !record.reason.isEmpty { checkRefusal(record, server) }
      }
    }
  }

  private mutating func recorded(_ transition: LeaseTransition, before: LeaseState?, by server: SimulatedServer) {
    let lease = transition.lease
    guard let index = scenario.index(of: lease.address.rawValue) else { return }
    trace(
      "ledger: \(lease.address) \(transition.from.name) to \(lease.state.name), \(transition.cause.name), lease \(lease.id)"
        + (transition.match.map { " by \($0.name)" } ?? ""))
    if scenario.areUsersBounded { countHolder(transition, index, server) }
    if let before, before != transition.from {
      fail(
        "I5", "a ledger entry starts from \(transition.from.name), the one before it left \(before.name)",
        address: lease.address.rawValue)
    }
    if transition.cause == .disconnected { checkDisconnected(transition, index, server) }
    if transition.cause == .adopted, transition.from.isLive {
      fail("I2", "a session claims an address that another holds", address: lease.address.rawValue)
    }
    // A lease that began since, such as an adopted one, was heard of since.
    if transition.from == .active, lease.state == .suspect, transition.cause != .rebootInferred,
      transition.cause != .disconnected,
      let restart = server.restarts.last, server.restarts.count > 1, Int(lease.id.rawValue) < server.leasesAtStart,
      now < restart.time + min(Int64(lease.interimInterval) * 1000, rules(of: index).interimInterval)
    {
      fail(
        "restart", "the server ends a session before it has listened for an interval", address: lease.address.rawValue)
    }
    if transition.cause == .offered || transition.cause == .handedOn || transition.cause == .adopted {
      let id = Int(lease.id.rawValue)
      while server.addressByLease.count <= id { server.addressByLease.append(0) }
      if transition.cause == .offered, server.addressByLease[id] != 0 {
        fail("I2", "lease number \(id) is used again", address: lease.address.rawValue)
      }
      server.addressByLease[id] = lease.address.rawValue
    }
    if transition.cause == .offered, !scenario.isStatic(index), excludedSince[index] < now - 2000,
      excludedSince[index] > server.lastTrouble
    {
      fail("I1", "an address is given out that left its pool", address: lease.address.rawValue)
    }
    if transition.cause == .offered || transition.cause == .adopted {
      let ago = transition.time.milliseconds(to: server.clock(now).wall)
      let decided = (0...10_000).contains(ago) ? now - ago : now
      checkGiven(index, to: lease, at: decided)
      if scenario.areUsersBounded, transition.cause == .offered { checkRoom(lease, server, at: decided) }
    }
    switch transition.cause {
    case .neverStarted, .sessionTimeout, .silence, .rebootInferred, .quarantineOver:
      guard !lease.state.needsDeadline, usersOf[index].isEmpty else { return }
      let (wait, bound) = (now - freeSince(index), bound(of: index))
      report.waited(wait, bound: bound)
      if wait > bound {
        fail("leak", "nobody used it for \(wait) ms, and the bound is \(bound) ms", address: lease.address.rawValue)
      }
    default:
      lastTouch[index] = now
    }
  }

  private mutating func recorded(_ authenticator: UInt64, by server: SimulatedServer) {
    guard let number = eventByAuthenticator[authenticator] else {
      return fail("record", "a record of a packet that nobody sent")
    }
    report.records += 1
    let (event, place) = (events[Int(number)], Int(server.number))
    events[Int(number)].records[place] += 1
    if event.records[place] == 0 {
      events[Int(number)].recordedAt[place] = now
      events[Int(number)].recordedOffset[place] = server.wallOffset
    } else if !server.restarts.contains(where: {
      $0.time > event.recordedAt[place] && $0.offset != event.recordedOffset[place]
    }) {
      // Where the clock stepped while the server was down, nothing tells a repetition from a second event.
      fail("record", "recorded twice: \(event.kind) of session \(event.session) at nas\(event.nas)")
    }
    server.freshRecords.append(number)
    guard event.session >= 0, event.isIdentifiable, event.kind == .start || event.kind == .interim,
      sessions[Int(event.session)].server == server.number
    else { return }
    guard event.decidedAt[place] > sessions[Int(event.session)].heardAt else { return }
    sessions[Int(event.session)].heardAt = event.decidedAt[place]
    sessions[Int(event.session)].heardOffset = server.wallOffset
    if event.kind == .interim { sessions[Int(event.session)].interimHeard = true }
  }

  /// The batch is answered: what ended stays ended (`After its Stop a session is over`).
  mutating func checkRecorded(_ server: SimulatedServer, _ engine: Engine) {
    for number in server.freshRecords {
      let event = events[Int(number)]
      guard event.session >= 0, !nases[Int(event.nas)].traits.contains(.dropsClass),
        sessions[Int(event.session)].server == server.number
      else { continue }
      if event.kind == .stop { sessions[Int(event.session)].stopRecorded = true }
      let session = sessions[Int(event.session)]
      guard session.stopRecorded, !session.sharesLease,
        let lease = engine.lease(at: IPv4Address(rawValue: session.address))
      else { continue }
      if lease.id.rawValue == session.lease, lease.state.isLive {
        fail(
          "release", "session \(event.session) has stopped, and its lease is \(lease.state.name)",
          address: session.address)
      }
    }
    server.freshRecords.removeAll(keepingCapacity: true)
  }
}
