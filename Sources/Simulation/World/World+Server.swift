import Accounting
import AddressPool
import NetworkAddress
import RADIUSWire
import ServerCore
import Storage
import Timebase

/// The server's machine: what the shell does in the product, one step at a time, and a crash between any two.
extension World {
  mutating func startServer() {
    momentOffset = random.within(0...1_000_000_000)
    let recovered = disk.recover()
    let engine = Engine(
      policy: policy, limits: limits, tokenKeys: [TokenKey(number: 1, bytes: [UInt8](repeating: 7, count: 32))],
      challengeKey: [UInt8](repeating: 9, count: 32), recovered: recovered, now: clock)
    engine.recall(disk.recent, now: clock)
    self.engine = engine
    hasServerActed = true
    restarts.append((now, wallOffset))
    leasesAtStart = addressByLease.count
    trace("server starts, \(recovered.leases.count) addresses in its ledger")
    isTurnScheduled = false
    timerAt = .max
    sweepNotBefore = 0
    audit()
    turnEnded()
  }

  /// Dies here, or not. What is on its way to the disk may be there afterwards, or not.
  mutating func crashes() -> Bool {
    guard areFaultsOn, options.faults.contains(.crash), random.chance(options.profile.crash) else { return false }
    report.crashes += 1
    engine = nil
    life += 1
    isAheadOnDisk = false
    freshRecords.removeAll(keepingCapacity: true)
    if !disk.unsynced.isEmpty {
      switch random.below(3) {
      case 0:
        trace("server dies; what was being written is on disk")
        recordSynced()
        freshRecords.removeAll(keepingCapacity: true)
      case 1:
        trace("server dies; the last write is torn")
        report.tornWrites += 1
        if !disk.isTearFound(using: &random) { fail("I6", "a torn write was not told from a whole one") }
        disk.discard()
      default:
        trace("server dies; what was being written is lost")
        disk.discard()
      }
    } else {
      trace("server dies")
    }
    let isLong = random.chance(100_000)
    queue.schedule(.restart, at: now + (isLong ? random.within(60_000...600_000) : random.within(20...5000)))
    return true
  }

  mutating func serverReceives(_ index: Int32) {
    let datagram = take(index)
    guard let engine, !crashes() else { return }
    hasServerActed = true
    let nas = nases[Int(datagram.nas)]
    let clock = clock
    let socket = SocketID(
      role: datagram.isAccounting ? .accounting : .authentication, index: datagram.isAccounting ? 1 : 0)
    let reception = datagram.bytes.withUnsafeBytes { octets in
      engine.receive(octets, from: nas.endpoint, on: socket, now: clock, random: &random)
    }
    switch reception {
    case .dropped(let reason):
      trace("server drops it: \(reason.rawValue)")
      switch reason {
      case .duplicateInProgress, .overload: break
      default: fail("outcome", "a good packet of \(nas.kind.rawValue) was dropped: \(reason.rawValue)")
      }
    case .send(let bytes):
      reply(bytes, request: datagram.request, generation: datagram.generation, nas: datagram.nas, isReplay: true)
    case .pending:
      decided(datagram)
    case .verify:
      fail("outcome", "no password of the simulation is slow")
    }
    if crashes() { return }
    turnEnded()
  }

  /// The server has decided; what it decided is not on disk yet.
  private mutating func decided(_ datagram: Datagram) {
    if datagram.event >= 0 { events[Int(datagram.event)].decidedAt = now }
    let request = Int(datagram.request)
    if requests[request].generation == datagram.generation { requests[request].decidedAt = now }
  }

  mutating func turnEnded() {
    guard let engine else { return }
    if engine.wantsCommit, !isTurnScheduled {
      isTurnScheduled = true
      queue.schedule(.takeBatch(life: life), at: now + random.within(0...1))
    }
    var due = Int64.max
    if let sweep = engine.nextSweep {
      due = max(sweep.rawValue == .min ? now : sweep.rawValue - momentOffset, sweepNotBefore)
    }
    if let reply = engine.nextDelayedReply { due = min(due, reply.rawValue - momentOffset) }
    due = max(due, now + 1)
    if due < timerAt, due < .max {
      timerAt = due
      queue.schedule(.timer(life: life), at: due)
    }
  }

  mutating func timerFires() {
    guard let engine, now >= timerAt else { return }
    hasServerActed = true
    timerAt = .max
    for outgoing in engine.dueReplies(now: clock) { send(outgoing) }
    if now >= sweepNotBefore { _ = engine.sweep(now: clock) }
    if crashes() { return }
    turnEnded()
  }

  // MARK: - The commit loop

  mutating func takeBatch() {
    guard let engine, !crashes() else { return }
    hasServerActed = true
    guard let batch = engine.takeBatch() else {
      isTurnScheduled = false
      return
    }
    guard !batch.entries.isEmpty else { return finish(engine) }
    disk.write(batch.entries)
    let isSlow = areFaultsOn && random.chance(10_000)
    queue.schedule(.sync(life: life), at: now + (isSlow ? random.within(20...500) : random.within(1...6)))
  }

  mutating func sync() {
    if crashes() { return }
    hasServerActed = true
    let isBroken =
      disk.isFull || areFaultsOn && options.faults.contains(.disk) && random.chance(options.profile.failedAppends)
    if isBroken {
      disk.discard()
    } else {
      recordSynced()
      isAheadOnDisk = true
    }
    queue.schedule(.commitResult(life: life, succeeded: !isBroken), at: now + random.within(0...1))
  }

  mutating func commitResult(_ succeeded: Bool) {
    guard let engine, !crashes() else { return }
    hasServerActed = true
    isAheadOnDisk = false
    if succeeded { return finish(engine) }
    report.failedCommits += 1
    lastTrouble = now
    trace("commit failed")
    _ = engine.commitFailed(now: clock)
    sweepNotBefore = now + 1000
    isTurnScheduled = false
    turnEnded()
  }

  private mutating func finish(_ engine: Engine) {
    isTurnScheduled = false
    for outgoing in engine.commitSucceeded(now: clock).replies {
      if crashes() { return }
      send(outgoing)
    }
    checkRecorded(engine)
    turnEnded()
  }

  /// Finds the request that an answer is to, and puts the answer on its way.
  private mutating func send(_ outgoing: OutgoingReply) {
    guard case .v4(let address) = outgoing.destination.address else { return }
    let nas = Int32(address.rawValue & 255) - 1
    let request = waiting[waitingPlace(nas, outgoing.bytes[1], isAccounting: outgoing.socket.role == .accounting)]
    // The NAS has given the request up.
    guard request >= 0 else { return report.digest(outgoing.bytes) }
    reply(
      outgoing.bytes, request: request, generation: requests[Int(request)].generation, nas: nas, isReplay: false)
  }

  private mutating func reply(_ bytes: [UInt8], request: Int32, generation: UInt32, nas: Int32, isReplay: Bool) {
    report.digest(bytes)
    checkPromise(bytes, request: request, generation: generation)
    let isAccounting = bytes[0] == PacketCode.accountingResponse.rawValue
    trace(
      "server \(isReplay ? "repeats" : "sends") \(PacketCode(rawValue: bytes[0]).name) id \(bytes[1]) to nas\(nas)"
        + (ReplyReader(bytes).address > 0 ? " with \(IPv4Address(rawValue: ReplyReader(bytes).address))" : ""))
    transmit(
      Datagram(bytes: bytes, nas: nas, isAccounting: isAccounting, request: request, generation: generation),
      toServer: false)
  }
}
