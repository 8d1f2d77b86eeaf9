internal import Datagrams
internal import DequeModule
internal import NetworkAddress
internal import RADIUSCrypto
internal import RADIUSWire

/// Plays a load: one thread that sends, receives, proves every answer, and counts.
package final class LoadRun {
  let plan: LoadPlan
  let credentials: [Credentials]
  let nasNames: [[UInt8]]
  let authentication: LoadPort
  let accounting: LoadPort
  let receiver = DatagramReceiver(capacity: 64, size: WireLimits.packetLengthMax)
  private let poll: DatagramPoll
  var random: LoadRandom

  var tally = LoadTally()
  var book = LatencyBook()
  var held = HeldAddresses()
  var sessions: [LoadSession] = []
  var freeSessions: [Int32] = []
  /// Sessions whose next request should leave at once.
  var ready = Deque<Int32>()
  /// Sessions that live, oldest first.
  var live = Deque<Int32>()
  var nextUser = 0
  var lastSession: UInt64
  var sessionsEndedMeasured = 0
  var isMeasuring = false
  var measuringSince: UInt64 = 0
  var isEnding = false
  private var lastAnswer: UInt64 = 0
  private var nextDue: Double = 0

  /// Opens the sockets and computes what can be computed before.
  package init(_ plan: LoadPlan) throws(LoadError) {
    self.plan = plan
    random = LoadRandom(seed: plan.seed)
    // The seed alone would give two runs the same Acct-Session-Ids, and the second one's would be repetitions.
    lastSession = MonotonicClock.nanoseconds &* 0x9e37_79b9 &+ plan.seed
    var credentials: [Credentials] = []
    do throws(CryptoError) {
      for (number, user) in plan.users.enumerated() {
        credentials.append(
          try Credentials(user, number: number, passwordProtocol: plan.passwordProtocol, random: &random))
      }
    } catch {
      throw LoadError("\(plan.passwordProtocol.rawValue) cannot be computed: \(error)")
    }
    self.credentials = credentials
    nasNames = (1...max(1, plan.nasCount)).map { Array("load-\($0)".utf8) }
    do throws(DatagramError) {
      poll = try DatagramPoll()
      authentication = try LoadPort(plan.authentication, sockets: plan.socketCount)
      accounting = try LoadPort(plan.accounting, sockets: plan.socketCount)
      for (number, socket) in (authentication.sockets + accounting.sockets).enumerated() {
        try poll.add(socket, number: number)
      }
    } catch {
      throw LoadError("the sockets cannot be opened: \(error)")
    }
  }

  /// Runs to the end. `progress` is told how it goes, five times a second.
  package func run(progress: (LoadProgress) -> Void = { _ in }) throws(LoadError) -> LoadReport {
    let begin = MonotonicClock.nanoseconds
    let measuring = begin + UInt64(max(0, plan.warmUp)) * MonotonicClock.perMillisecond
    let end = measuring + UInt64(plan.duration) * MonotonicClock.perMillisecond
    nextDue = Double(begin)
    lastAnswer = begin
    var measuredUntil = end
    var told = (time: begin, answers: 0)
    while true {
      let now = MonotonicClock.nanoseconds
      if !isMeasuring, now >= measuring { startMeasuring(now) }
      if !isEnding, now >= end || tally.requests >= plan.requestsMax ?? .max {
        isEnding = true
        measuredUntil = now
      }
      repeatUnanswered(now)
      launch(now)
      authentication.flush()
      accounting.flush()
      if isEnding, isDone { break }
      try wait(now)
      if now - told.time >= 200 * MonotonicClock.perMillisecond {
        try checkThatSomebodyListens(since: begin, now)
        let seconds = Double(now - told.time) / Double(MonotonicClock.perSecond)
        progress(
          LoadProgress(
            share: min(1, Double(now - begin) / Double(end - begin)),
            elapsed: Double(now - begin) / Double(MonotonicClock.perSecond),
            answersPerSecond: Double(tally.answers - told.answers) / seconds, underWay: underWay,
            sessions: sessions.count - freeSessions.count))
        told = (now, tally.answers)
      }
    }
    return report(until: measuredUntil)
  }

  var underWay: Int { authentication.flights.openCount + accounting.flights.openCount }

  private var isDone: Bool {
    underWay == 0 && (plan.leavesSessionsOpen || (ready.isEmpty && live.isEmpty))
  }

  private func startMeasuring(_ now: UInt64) {
    isMeasuring = true
    measuringSince = now
    lastAnswer = now
    book = LatencyBook()
  }

  private func checkThatSomebodyListens(since begin: UInt64, _ now: UInt64) throws(LoadError) {
    guard tally.answers == 0, authentication.refused + accounting.refused > 0, now - begin > MonotonicClock.perSecond
    else { return }
    let server = plan.mode == .accounting ? plan.accounting : plan.authentication
    throw LoadError("nobody listens on \(server)")
  }

  // MARK: - Pace

  /// Sends what the pace allows.
  private func launch(_ now: UInt64) {
    switch plan.pace {
    case .window(let window):
      while underWay < window, let session = nextSession(now) { send(session, due: now, now: now) }
    case .rate(let rate):
      // What lives at the end is ended as fast as it goes.
      if isEnding { nextDue = min(nextDue, Double(now)) }
      let interval = Double(MonotonicClock.perSecond) / rate
      while nextDue <= Double(now) {
        if authentication.flights.hasFree, accounting.flights.hasFree {
          guard let session = nextSession(now) else { break }
          send(session, due: min(UInt64(nextDue), now), now: now)
        } else {
          // A server that is a second behind gets no more: what it misses is counted.
          guard Double(now) - nextDue > Double(MonotonicClock.perSecond) else { break }
          tally.skipped += 1
        }
        nextDue += interval
      }
    }
  }

  /// Waits for answers, but no longer than until something is due.
  private func wait(_ now: UInt64) throws(LoadError) {
    var due = now + 100 * MonotonicClock.perMillisecond
    for port in [authentication, accounting] {
      if let index = port.flights.longestWaiting { due = min(due, port.flights[index].pointee.sent + timeout) }
    }
    if case .rate = plan.pace, !isEnding { due = min(due, UInt64(max(nextDue, Double(now)))) }
    let left = due > now ? due - now : 0
    // The last part of a millisecond is spent looking, so that an even pace stays even.
    do throws(DatagramError) {
      try poll.wait(milliseconds: Int(left / MonotonicClock.perMillisecond)) { receive(on: $0) }
    } catch {
      throw LoadError("waiting for answers failed: \(error)")
    }
  }

  var timeout: UInt64 { UInt64(plan.timeout) * MonotonicClock.perMillisecond }

  /// Sends again, with the same octets, what has waited long enough (RFC 5080 §2.2.1), or gives it up.
  private func repeatUnanswered(_ now: UInt64) {
    for port in [authentication, accounting] {
      while let index = port.flights.longestWaiting, port.flights[index].pointee.sent + timeout <= now {
        if port.flights[index].pointee.tries < plan.tries {
          tally.repeated += 1
          port.send(index, at: now)
        } else {
          let flight = port.flights[index].pointee
          tally.unanswered += 1
          close(index, of: port)
          if flight.step == .access { free(flight.session) } else { goOn(flight.session, after: flight.step) }
        }
      }
    }
  }

  // MARK: - Answers

  private func receive(on number: Int) {
    let port = number < authentication.sockets.count ? authentication : accounting
    let socket = port === authentication ? number : number - authentication.sockets.count
    let count: Int
    do throws(DatagramError) {
      count = try receiver.receive(from: port.sockets[socket])
    } catch {
      port.noteRefusal()
      return
    }
    guard count > 0 else { return }
    let now = MonotonicClock.nanoseconds
    if isMeasuring, !isEnding { notePause(now) }
    lastAnswer = now
    for index in 0..<count { take(receiver.octets(index), socket: socket, of: port, now: now) }
  }

  private func notePause(_ now: UInt64) {
    var since = UInt64.max
    for port in [authentication, accounting] {
      if let index = port.flights.longestWaiting { since = min(since, port.flights[index].pointee.sent) }
    }
    let from = max(lastAnswer, since)
    if from < now { book.notePause(now - from) }
  }

  func close(_ index: Int, of port: LoadPort) {
    port.flights[index].pointee.formerAuthenticator = port.flights[index].pointee.authenticator
    port.flights.release(index)
  }

  private func report(until end: UInt64) -> LoadReport {
    tally.refused = authentication.refused + accounting.refused
    tally.doubleHeld = held.doubles
    let seconds = max(1e-9, Double(end - min(end, measuringSince)) / Double(MonotonicClock.perSecond))
    return LoadReport(
      tally: tally, seconds: seconds, answersPerSecond: Double(book.total) / seconds,
      sessionsPerSecond: Double(sessionsEndedMeasured) / seconds, latency: book.rows,
      longestPause: Double(book.longestPause) / Double(MonotonicClock.perMillisecond),
      answersBySecond: book.answersBySecond, doubleHeldAddresses: held.examples.map(\.description),
      sessionsLeft: sessions.count - freeSessions.count)
  }
}
