import AddressPool
import Authentication
import Datagrams
import Logging
import NIOPosix
import NetworkAddress
import RADIUSCrypto
import ServerCore
import Storage
import Timebase

/// The shell around the engine: sockets and timers on one thread, the commit on a thread of its own, slow password
/// checks on others.
///
/// Requests are taken and answered many to a system call; accounting comes before authentication in every turn, so that
/// under a load that nobody can carry it is the new sessions that wait.
///
/// `@unchecked Sendable`: every stored `var`, and the engine, are touched on `loop` only.
final class DataPlane: @unchecked Sendable {
  let loop: DataLoop
  let engine: Engine
  let store: any Store
  let logger: Logger
  let threads: ServerThreads
  let tracer: PacketTracer?

  var sockets: [ServerSocket] = []
  /// Where NASes are asked from, one socket a family (RFC 5176).
  var askSockets: [UDPSocket] = []
  let receiver = DatagramReceiver(capacity: DataPlane.vector, size: DataPlane.datagramMax)
  let askSender = DatagramSender(capacity: 1, size: DataPlane.datagramMax)
  private var events: EventLog
  var random = RandomReserve()
  private var sweepNotBefore = Moment(rawValue: .min)
  /// Operators' commands that wait for the disk.
  private var commands: [CommandID: @Sendable (Result<Void, StoreError>) -> Void] = [:]
  private var socketErrors: UInt64 = 0
  /// Datagrams that the system dropped because nobody took them in time.
  var overflowed: UInt64 = 0
  var nextOverflowCheck = Moment(rawValue: .min)
  private var lastZoneCheck = Moment(rawValue: .min)
  /// The journal's last entry that is known to be on disk.
  private(set) var position: JournalPosition
  /// Since when the store has been failing; nil: it works.
  private(set) var storeFailure: (since: Timestamp, problem: String)?
  private var idle: [@Sendable () -> Void] = []
  private var readyNumbers: [Int] = []
  /// Called on the loop after each commit.
  var onCommit: (@Sendable () -> Void)?

  /// Datagrams to a system call.
  static let vector = 64
  static let datagramMax = 4096
  /// How long sending waits for room in the system's buffer, in milliseconds. What finds none is lost, as datagrams are.
  static let sendTimeout = 20
  /// How long the sweep rests after a failed commit, so that a full disk is not asked without end.
  private static let sweepRest: Int64 = 1000
  private static let zoneCheckInterval: Int64 = 60_000
  /// Rounds of accounting in a turn for one of authentication.
  private static let accountingRounds = 4

  init(
    loop: DataLoop, engine: Engine, store: any Store, position: JournalPosition, logger: Logger,
    threads: ServerThreads, tracer: PacketTracer?
  ) {
    self.loop = loop
    self.engine = engine
    self.store = store
    self.position = position
    self.logger = logger
    self.threads = threads
    self.tracer = tracer
    events = EventLog(logger: logger)
  }

  // MARK: - The loop

  /// One turn: waits, takes what has come, and hands on what is to be written. False: the loop has ended.
  func turn() -> Bool {
    // One millisecond more: both clocks are read in whole ones, and what is due must be over on either.
    let wait = nextDue.map { max(1, SystemClock.now().moment.milliseconds(to: $0) + 1) }
    readyNumbers.removeAll(keepingCapacity: true)
    do throws(DatagramError) {
      try loop.poll.wait(milliseconds: wait.map { Int($0) }) { readyNumbers.append($0) }
    } catch {
      // It can only be a mistake of ours, and the next wait fails too: without this line, silently and for ever.
      preconditionFailure("waiting for datagrams failed: \(error)")
    }
    takeRequests()
    loop.runTasks()
    let now = SystemClock.now()
    if let due = nextDue, due < now.moment { timerFired(now) }
    turnEnded(now)
    return !loop.isStopped
  }

  /// The earliest of what is due: the sweep, a reject that was held back, or a NAS to be asked again.
  private var nextDue: Moment? {
    var due = engine.nextDelayedReply
    if let sweep = engine.nextSweep { due = earlier(due, max(sweep, sweepNotBefore)) }
    if let ask = engine.nextDynamicAuthorization { due = earlier(due, ask) }
    return due
  }

  private func earlier(_ one: Moment?, _ other: Moment) -> Moment { one.map { min($0, other) } ?? other }

  /// After every turn that may have changed something: hands the next batch to the disk and writes the log.
  func turnEnded(_ now: Now) {
    sendDisconnects()
    startCommit()
    checkOverflow(now)
    let reported = engine.takeEvents()
    if !reported.isEmpty { events.write(reported, now: now.moment) }
    if !idle.isEmpty, engine.isIdle {
      let waiting = idle
      idle = []
      for resume in waiting { resume() }
    }
  }

  // MARK: - Requests

  private func takeRequests() {
    guard !readyNumbers.isEmpty else { return }
    for role in [PortRole.accounting, .authentication] {
      for number in readyNumbers where number < sockets.count && sockets[number].role == role {
        var rounds = role == .accounting ? DataPlane.accountingRounds : 1
        while rounds > 0, takeBatch(of: sockets[number]) == DataPlane.vector { rounds -= 1 }
      }
    }
    for number in readyNumbers where number >= DataPlane.firstAskNumber { takeAskReplies(number) }
  }

  /// Takes what a socket has, and sends what may be answered at once. Returns how many datagrams it had.
  private func takeBatch(of socket: ServerSocket) -> Int {
    let count: Int
    do throws(DatagramError) {
      count = try receiver.receive(from: socket.socket)
    } catch {
      socketFailed("\(socket.number)", error)
      return 0
    }
    let now = SystemClock.now()
    // Only where there was more than was taken can anything have waited long.
    let patience = count == DataPlane.vector ? socket.patience : nil
    for index in 0..<count {
      guard let source = receiver.source(index) else { continue }
      if let patience, let arrival = receiver.arrival(index), now.wall.milliseconds - arrival > patience {
        _ = engine.shed(from: source)
        continue
      }
      let local = socket.socket.reportsDestinations ? receiver.destination(index) : nil
      take(receiver.octets(index), from: source, on: socket, socket.id(of: local), now: now)
    }
    socket.flush { socketFailed("\(socket.number)", $0) }
    return count
  }

  private func take(
    _ datagram: UnsafeRawBufferPointer, from source: Endpoint, on socket: ServerSocket, _ id: SocketID, now: Now
  ) {
    tracer?.received(datagram, from: source)
    switch engine.receive(datagram, from: source, on: id, now: now, random: &random) {
    case .dropped(let reason):
      tracer?.dropped(reason, from: source)
    case .pending:
      break
    case .send(let bytes):
      tracer?.sent(bytes, to: source)
      bytes.withUnsafeBytes { octets in
        socket.send(octets, to: source, id) { socketFailed("\(socket.number)", $0) }
      }
    case .verify(let work, let verification):
      verify(work, verification)
    }
  }

  private func verify(_ work: PasswordWork, _ id: VerificationID) {
    threads.passwords.submit { [self] state in
      guard case .active = state else { return }
      let decision = work.run()
      loop.execute { [self] in
        guard let resumed = engine.resume(id, decision, now: SystemClock.now()) else { return }
        if let reply = resumed.reply { send([reply]) }
      }
    }
  }

  private func send(_ replies: [OutgoingReply]) {
    guard !replies.isEmpty else { return }
    for reply in replies {
      tracer?.sent(reply.bytes, to: reply.destination)
      let number = ServerSocket.number(of: reply.socket)
      guard number < sockets.count else { continue }
      reply.bytes.withUnsafeBytes { octets in
        sockets[number].send(octets, to: reply.destination, reply.socket) { socketFailed("\(number)", $0) }
      }
    }
    for socket in sockets { socket.flush { socketFailed("\(socket.number)", $0) } }
  }

  func socketFailed(_ name: String, _ error: DatagramError) {
    socketErrors += 1
    if socketErrors.nonzeroBitCount == 1 {
      logger.warning("socket.error", metadata: ["socket": "\(name)", "problem": "\(error)"])
    }
  }

  // MARK: - The commit loop

  /// Group commit without a timer: whatever gathered while the last batch was under way is the next one.
  private func startCommit() {
    var next = engine.takeBatch()
    while let batch = next, batch.entries.isEmpty {
      // Repetitions of what is on disk: they wait for nothing.
      finishCommit(.success(()), entries: 0)
      next = engine.takeBatch()
    }
    guard let batch = next else { return }
    threads.commit.submit { [self] state in
      let result: Result<Void, StoreError>
      if case .active = state {
        do throws(StoreError) {
          try store.append(batch.entries)
          result = .success(())
        } catch {
          result = .failure(error)
        }
      } else {
        result = .failure(DataLoop.stopped)
      }
      let count = batch.entries.count
      loop.execute { [self] in finishCommit(result, entries: count) }
    }
  }

  private func finishCommit(_ result: Result<Void, StoreError>, entries: Int) {
    let now = SystemClock.now()
    switch result {
    case .success:
      position = JournalPosition(rawValue: position.rawValue + UInt64(entries))
      if let failure = storeFailure, entries > 0 {
        storeFailure = nil
        logger.notice("store.recovered", metadata: ["failingSince": "\(failure.since.rfc3339)"])
      }
      let done = engine.commitSucceeded(now: now)
      // The next batch goes to the disk before the answers of this one leave.
      if entries > 0 { startCommit() }
      send(done.replies)
      for command in done.commands { commands.removeValue(forKey: command)?(.success(())) }
      onCommit?()
    case .failure(let error):
      if storeFailure == nil { storeFailure = (now.wall, error.message) }
      sweepNotBefore = now.moment.advanced(byMilliseconds: DataPlane.sweepRest)
      logger.error("store.commitFailed", metadata: ["problem": "\(error.message)"])
      for command in engine.commitFailed(now: now) { commands.removeValue(forKey: command)?(.failure(error)) }
    }
  }

  /// Carries out a command of an operator's and returns once it is on disk.
  func command<Value: Sendable>(
    _ body: @escaping @Sendable (Engine, Now) throws -> (CommandID, Value)
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
      let isTaken = loop.execute { [self] in
        do {
          let (id, value) = try body(engine, SystemClock.now())
          commands[id] = { result in continuation.resume(with: result.map { value }.mapError { $0 }) }
        } catch {
          continuation.resume(throwing: error)
        }
      }
      if !isTaken { continuation.resume(throwing: DataLoop.stopped) }
    }
  }

  func failCommands() {
    for finish in commands.values { finish(.failure(DataLoop.stopped)) }
    commands.removeAll()
  }

  /// Reads from the engine, on its loop.
  func read<Value: Sendable>(_ body: @escaping @Sendable (DataPlane, Now) -> Value) async throws -> Value {
    try await loop.submit { [self] in body(self, SystemClock.now()) }
  }

  /// Reads the store, off the loop.
  func onStore<Value: Sendable>(_ body: @escaping @Sendable (any Store) throws(StoreError) -> Value) async throws
    -> Value
  {
    try await threads.reports.runIfActive { [store] in
      ThreadPriority.lower()
      return try body(store)
    }
  }

  // MARK: - Timers

  private func timerFired(_ now: Now) {
    if lastZoneCheck.milliseconds(to: now.moment) >= DataPlane.zoneCheckInterval { checkZone(now) }
    send(engine.dueReplies(now: now))
    if now.moment >= sweepNotBefore { _ = engine.sweep(now: now) }
  }

  private func checkZone(_ now: Now) {
    lastZoneCheck = now.moment
    engine.secondsEastOfUTC = SystemClock.secondsEastOfUTC(at: now.wall)
  }

  // MARK: - Start, reload and stop

  /// Lets the loop run. What the start changed is written with its first turn.
  func start() {
    checkZone(SystemClock.now())
    loop.start { [self] in turn() }
  }

  func reload(_ policy: EnginePolicy) async throws {
    try await loop.submit { [self] in
      let now = SystemClock.now()
      checkZone(now)
      engine.reload(policy, now: now)
    }
  }

  /// Returns when all that was received is answered. New requests are dropped from now on.
  func drain() async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      let isTaken = loop.execute { [self] in
        engine.isStopping = true
        idle.append { continuation.resume() }
      }
      if !isTaken { continuation.resume(throwing: DataLoop.stopped) }
    }
  }

  /// Lets ``drain()`` return although requests are unanswered. Their NASes will ask again.
  func giveUpDraining() async throws {
    try await loop.submit { [self] in
      let waiting = idle
      idle = []
      for resume in waiting { resume() }
    }
  }
}
