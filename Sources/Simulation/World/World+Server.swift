import Accounting
import AddressPool
import NetworkAddress
import RADIUSWire
import ServerCore
import Storage
import Timebase

/// A server's machine: what the shell does in the product, one step at a time, and a crash between any two.
extension World {
  mutating func start(_ server: SimulatedServer) {
    server.momentOffset = random.within(0...1_000_000_000)
    server.engine = server.start(now: server.clock(now))
    acting = server
    server.restarts.append((now, server.wallOffset))
    server.leasesAtStart = server.addressByLease.count
    trace("\(server.name) starts, \(server.disk.sortedLeases.count) addresses in its ledger")
    server.isTurnScheduled = false
    server.timerAt = .max
    server.sweepNotBefore = 0
    audit(server)
    turnEnded(server)
  }

  /// Dies here, or not. What is on its way to the disk may be there afterwards, or not.
  mutating func crashes(_ server: SimulatedServer) -> Bool {
    guard areFaultsOn, options.faults.contains(.crash), random.chance(options.profile.crash) else { return false }
    report.crashes += 1
    server.engine = nil
    server.life += 1
    server.isAheadOnDisk = false
    server.freshRecords.removeAll(keepingCapacity: true)
    server.commands.removeAll()
    server.outcomes = 0
    if !server.disk.unsynced.isEmpty {
      switch random.below(3) {
      case 0:
        trace("\(server.name) dies; what was being written is on disk")
        recordSynced(server)
        server.freshRecords.removeAll(keepingCapacity: true)
      case 1:
        trace("\(server.name) dies; the last write is torn")
        report.tornWrites += 1
        if !server.disk.isTearFound(using: &random) { fail("I6", "a torn write was not told from a whole one") }
        server.disk.discard()
      default:
        trace("\(server.name) dies; what was being written is lost")
        server.disk.discard()
      }
    } else {
      trace("\(server.name) dies")
    }
    let isLong = random.chance(100_000)
    queue.schedule(
      .restart(server: server.number),
      at: now + (isLong ? random.within(60_000...600_000) : random.within(20...5000)))
    return true
  }

  mutating func serverReceives(_ index: Int32) {
    let datagram = take(index)
    let server = servers[Int(datagram.server)]
    guard let engine = server.engine, !crashes(server) else { return }
    if datagram.isDisconnect { return serverIsAnswered(server, engine, datagram) }
    acting = server
    let nas = nases[Int(datagram.nas)]
    let clock = server.clock(now)
    let socket = SocketID(
      role: datagram.isAccounting ? .accounting : .authentication, index: datagram.isAccounting ? 1 : 0)
    let reception = datagram.bytes.withUnsafeBytes { octets in
      engine.receive(octets, from: nas.endpoint, on: socket, now: clock, random: &random)
    }
    switch reception {
    case .dropped(let reason):
      trace("\(server.name) drops it: \(reason.rawValue)")
      switch reason {
      case .duplicateInProgress, .overload: break
      default: fail("outcome", "a good packet of \(nas.kind.rawValue) was dropped: \(reason.rawValue)")
      }
    case .send(let bytes):
      reply(
        server, bytes, request: datagram.request, generation: datagram.generation, nas: datagram.nas, isReplay: true)
    case .pending:
      decided(datagram)
    case .verify:
      fail("outcome", "no password of the simulation is slow")
    }
    if crashes(server) { return }
    turnEnded(server)
  }

  /// The server has decided; what it decided is not on disk yet.
  private mutating func decided(_ datagram: Datagram) {
    if datagram.event >= 0 { events[Int(datagram.event)].decidedAt[Int(datagram.server)] = now }
    let request = Int(datagram.request)
    if requests[request].generation == datagram.generation, requests[request].server == datagram.server {
      requests[request].decidedAt = now
      requests[request].decidedOffset = servers[Int(datagram.server)].wallOffset
    }
  }

  mutating func turnEnded(_ server: SimulatedServer) {
    guard let engine = server.engine else { return }
    if engine.wantsCommit, !server.isTurnScheduled {
      server.isTurnScheduled = true
      queue.schedule(.takeBatch(life: server.life, server: server.number), at: now + random.within(0...1))
    }
    var due = Int64.max
    if let sweep = engine.nextSweep {
      due = max(sweep.rawValue == .min ? now : sweep.rawValue - server.momentOffset, server.sweepNotBefore)
    }
    if let reply = engine.nextDelayedReply { due = min(due, reply.rawValue - server.momentOffset) }
    if areNASesAsked, let next = engine.nextDynamicAuthorization {
      due = min(due, next.rawValue == .min ? now : next.rawValue - server.momentOffset)
    }
    due = max(due, now + 1)
    if due < server.timerAt, due < .max {
      server.timerAt = due
      queue.schedule(.timer(life: server.life, server: server.number), at: due)
    }
  }

  mutating func timerFires(_ server: SimulatedServer) {
    guard let engine = server.engine, now >= server.timerAt else { return }
    acting = server
    server.timerAt = .max
    let clock = server.clock(now)
    for outgoing in engine.dueReplies(now: clock) { send(outgoing, from: server) }
    if now >= server.sweepNotBefore { _ = engine.sweep(now: clock) }
    if areNASesAsked { ask(server, engine) }
    if crashes(server) { return }
    turnEnded(server)
  }

  // MARK: - The commit loop

  mutating func takeBatch(_ server: SimulatedServer) {
    guard let engine = server.engine, !crashes(server) else { return }
    acting = server
    guard let batch = engine.takeBatch() else {
      server.isTurnScheduled = false
      return
    }
    guard !batch.entries.isEmpty else { return finish(server, engine) }
    server.disk.write(batch.entries)
    let isSlow = areFaultsOn && random.chance(10_000)
    queue.schedule(
      .sync(life: server.life, server: server.number),
      at: now + (isSlow ? random.within(20...500) : random.within(1...6)))
  }

  mutating func sync(_ server: SimulatedServer) {
    if crashes(server) { return }
    acting = server
    let isBroken =
      server.disk.isFull
      || areFaultsOn && options.faults.contains(.disk) && random.chance(options.profile.failedAppends)
    if isBroken {
      server.disk.discard()
    } else {
      recordSynced(server)
      server.isAheadOnDisk = true
    }
    queue.schedule(
      .commitResult(life: server.life, server: server.number, succeeded: !isBroken), at: now + random.within(0...1))
  }

  mutating func commitResult(_ server: SimulatedServer, _ succeeded: Bool) {
    guard let engine = server.engine, !crashes(server) else { return }
    acting = server
    server.isAheadOnDisk = false
    if succeeded { return finish(server, engine) }
    report.failedCommits += 1
    server.lastTrouble = now
    trace("\(server.name)'s commit failed")
    for command in engine.commitFailed(now: server.clock(now)) where server.commands[command] != nil {
      server.commands[command] = nil
      _ = engine.takeDisconnect(command)
    }
    server.sweepNotBefore = now + 1000
    server.isTurnScheduled = false
    turnEnded(server)
  }

  private mutating func finish(_ server: SimulatedServer, _ engine: Engine) {
    server.isTurnScheduled = false
    let result = engine.commitSucceeded(now: server.clock(now))
    for outgoing in result.replies {
      if crashes(server) { return }
      send(outgoing, from: server)
    }
    for command in result.commands { checkCommand(command, server, engine) }
    checkRecorded(server, engine)
    turnEnded(server)
  }

  /// Finds the request that an answer is to, and puts the answer on its way.
  private mutating func send(_ outgoing: OutgoingReply, from server: SimulatedServer) {
    guard case .v4(let address) = outgoing.destination.address else { return }
    let nas = World.nas(at: address)
    let request = waiting[waitingPlace(nas, outgoing.bytes[1], isAccounting: outgoing.socket.role == .accounting)]
    // The NAS has given the request up, or asks the other server by now.
    guard request >= 0, requests[Int(request)].server == server.number else { return report.digest(outgoing.bytes) }
    reply(
      server, outgoing.bytes, request: request, generation: requests[Int(request)].generation, nas: nas,
      isReplay: false)
  }

  private mutating func reply(
    _ server: SimulatedServer, _ bytes: [UInt8], request: Int32, generation: UInt32, nas: Int32, isReplay: Bool
  ) {
    report.digest(bytes)
    checkPromise(server, bytes, request: request, generation: generation)
    let isAccounting = bytes[0] == PacketCode.accountingResponse.rawValue
    trace(
      "\(server.name) \(isReplay ? "repeats" : "sends") \(PacketCode(rawValue: bytes[0]).name) id \(bytes[1]) to nas\(nas)"
        + (ReplyReader(bytes).address > 0 ? " with \(IPv4Address(rawValue: ReplyReader(bytes).address))" : ""))
    transmit(
      Datagram(
        bytes: bytes, nas: nas, server: server.number, isAccounting: isAccounting, request: request,
        generation: generation),
      toServer: false)
  }
}
