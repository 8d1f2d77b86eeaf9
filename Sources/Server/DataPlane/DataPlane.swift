import AddressPool
import Authentication
import Logging
import NIOCore
import NIOPosix
import NetworkAddress
import RADIUSCrypto
import ServerCore
import Storage
import Synchronization
import Timebase

/// The shell around the engine: sockets and timers on one event loop, the commit on a thread of its own, slow password
/// checks on others.
///
/// `@unchecked Sendable`: every stored `var`, and the engine, are touched on `loop` only; `precondition`s at the doors
/// that other threads use say so.
final class DataPlane: @unchecked Sendable {
  let loop: any EventLoop
  let engine: Engine
  let store: any Store
  let logger: Logger
  private let threads: ServerThreads
  let tracer: PacketTracer?

  private var channels: [SocketID: any Channel] = [:]
  /// Where NASes are asked from, one socket a family (RFC 5176).
  var askChannels: [any Channel] = []
  private var events: EventLog
  var random = SecureRandom()
  private var timer: Scheduled<Void>?
  private var timerDue: Moment?
  private var sweepNotBefore = Moment(rawValue: .min)
  private var commands: [CommandID: EventLoopPromise<Void>] = [:]
  private var socketErrors: UInt64 = 0
  private var lastZoneCheck = Moment(rawValue: .min)
  /// The journal's last entry that is known to be on disk.
  private(set) var position: JournalPosition
  /// Since when the store has been failing; nil: it works.
  private(set) var storeFailure: (since: Timestamp, problem: String)?
  private(set) var idlePromise: EventLoopPromise<Void>?
  /// Called on the loop after each commit.
  var onCommit: (@Sendable () -> Void)?

  private static let receiveVector = 64
  static let datagramMax = 4096
  /// How long the sweep rests after a failed commit, so that a full disk is not asked without end.
  private static let sweepRest: Int64 = 1000
  private static let zoneCheckInterval: Int64 = 60_000

  init(
    loop: any EventLoop, engine: Engine, store: any Store, position: JournalPosition, logger: Logger,
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

  // MARK: - Sockets

  /// Opens a socket. Nothing is read from it until ``startReading()``.
  func bind(_ endpoint: Endpoint, socket: SocketID, receiveBuffer: Int) async throws {
    let allocator = FixedSizeRecvByteBufferAllocator(capacity: DataPlane.receiveVector * DataPlane.datagramMax)
    var bootstrap = DatagramBootstrap(group: loop)
      .channelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer))
      .channelOption(.recvAllocator, value: allocator)
      .channelOption(.datagramVectorReadMessageCount, value: DataPlane.receiveVector)
      .channelOption(.autoRead, value: false)
    if case .v6 = endpoint.address {
      // IPv4 has sockets of its own, so that one port can be had for both.
      bootstrap = bootstrap.channelOption(
        ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only), value: 1)
    }
    let channel = try await bootstrap.channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(DatagramHandler(plane: self, socket: socket))
      }
    }.bind(to: SocketAddress(endpoint)).get()
    try await loop.submit { self.channels[socket] = channel }.get()
  }

  func setReading(_ reads: Bool) async throws {
    let channels = try await loop.submit { Array(self.channels.values) + self.askChannels }.get()
    for channel in channels { try await channel.setOption(.autoRead, value: reads).get() }
  }

  func closeSockets() async {
    let channels = (try? await loop.submit { Array(self.channels.values) + self.askChannels }.get()) ?? []
    for channel in channels { try? await channel.close().get() }
    // What waits for an answer of a NAS's waits in vain.
    try? await loop.submit { self.failCommands(StoreError(.closed, "the server is stopping")) }.get()
  }

  private func failCommands(_ error: StoreError) {
    for promise in commands.values { promise.fail(error) }
    commands.removeAll()
  }

  func socketFailed(_ socket: SocketID, _ error: any Error) { socketFailed("\(socket.index)", error) }

  /// A NAS whose port is closed, mostly.
  func askSocketFailed(_ error: any Error) { socketFailed("disconnect", error) }

  private func socketFailed(_ name: String, _ error: any Error) {
    socketErrors += 1
    if socketErrors.nonzeroBitCount == 1 {
      logger.warning("socket.error", metadata: ["socket": "\(name)", "problem": "\(error)"])
    }
  }

  // MARK: - Requests

  /// The answer that may leave at once; nil: there is none yet, or none at all.
  func receive(_ datagram: UnsafeRawBufferPointer, from source: Endpoint, on socket: SocketID) -> [UInt8]? {
    tracer?.received(datagram, from: source)
    switch engine.receive(datagram, from: source, on: socket, now: SystemClock.now(), random: &random) {
    case .dropped(let reason):
      tracer?.dropped(reason, from: source)
      return nil
    case .pending:
      return nil
    case .send(let bytes):
      tracer?.sent(bytes, to: source)
      return bytes
    case .verify(let work, let id):
      verify(work, id)
      return nil
    }
  }

  private func verify(_ work: PasswordWork, _ id: VerificationID) {
    threads.passwords.submit { [self] state in
      guard case .active = state else { return }
      let decision = work.run()
      loop.execute { [self] in
        guard let resumed = engine.resume(id, decision, now: SystemClock.now()) else { return }
        if let reply = resumed.reply { send([reply]) }
        turnEnded()
      }
    }
  }

  /// After every turn of the loop that may have changed something: hands the next batch to the disk, sets the timer and
  /// writes the log.
  func turnEnded() {
    loop.preconditionInEventLoop()
    sendDisconnects()
    startCommit()
    armTimer()
    let reported = engine.takeEvents()
    if !reported.isEmpty { events.write(reported, now: SystemClock.now().moment) }
    if let idlePromise, engine.isIdle {
      self.idlePromise = nil
      idlePromise.succeed()
    }
  }

  private func send(_ replies: [OutgoingReply]) {
    guard !replies.isEmpty else { return }
    var touched: Set<SocketID> = []
    for reply in replies {
      tracer?.sent(reply.bytes, to: reply.destination)
      guard let channel = channels[reply.socket] else { continue }
      channel.write(
        AddressedEnvelope(
          remoteAddress: SocketAddress(reply.destination), data: channel.allocator.buffer(bytes: reply.bytes)),
        promise: nil)
      touched.insert(reply.socket)
    }
    for socket in touched { channels[socket]?.flush() }
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
        result = .failure(StoreError(.closed, "the server is stopping"))
      }
      let count = batch.entries.count
      loop.execute { [self] in
        finishCommit(result, entries: count)
        turnEnded()
      }
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
      send(done.replies)
      for command in done.commands { commands.removeValue(forKey: command)?.succeed() }
      onCommit?()
    case .failure(let error):
      if storeFailure == nil { storeFailure = (now.wall, error.message) }
      sweepNotBefore = now.moment.advanced(byMilliseconds: DataPlane.sweepRest)
      logger.error("store.commitFailed", metadata: ["problem": "\(error.message)"])
      for command in engine.commitFailed(now: now) { commands.removeValue(forKey: command)?.fail(error) }
    }
  }

  /// Carries out a command of an operator's and returns once it is on disk.
  func command<Value: Sendable>(
    _ body: @escaping @Sendable (Engine, Now) throws -> (CommandID, Value)
  ) async throws -> Value {
    try await loop.flatSubmit { [self] () -> EventLoopFuture<Value> in
      let promise = loop.makePromise(of: Void.self)
      let value: Value
      do {
        let (id, result) = try body(engine, SystemClock.now())
        commands[id] = promise
        value = result
      } catch {
        promise.fail(error)
        return promise.futureResult.map { _ in preconditionFailure("a failed promise has no value") }
      }
      turnEnded()
      return promise.futureResult.map { value }
    }.get()
  }

  /// Reads from the engine, on its loop.
  func read<Value: Sendable>(_ body: @escaping @Sendable (DataPlane, Now) -> Value) async throws -> Value {
    try await loop.submit { [self] in body(self, SystemClock.now()) }.get()
  }

  /// Reads the store, off the loop.
  func onStore<Value: Sendable>(_ body: @escaping @Sendable (any Store) throws(StoreError) -> Value) async throws
    -> Value
  {
    try await threads.reports.runIfActive { [store] in try body(store) }
  }

  // MARK: - Timers

  /// One timer, set to the earliest of what is due: the sweep, a reject that was held back, or a NAS to be asked again.
  private func armTimer() {
    let sweep = engine.nextSweep.map { max($0, sweepNotBefore) }
    let dues = [sweep, engine.nextDelayedReply, engine.nextDynamicAuthorization]
    guard let due = dues.compactMap({ $0 }).min() else { return }
    if let timerDue, timerDue <= due, timer != nil { return }
    timer?.cancel()
    timerDue = due
    let wait = max(1, SystemClock.now().moment.milliseconds(to: due))
    timer = loop.scheduleTask(in: .milliseconds(wait)) { [self] in
      timer = nil
      timerDue = nil
      timerFired()
    }
  }

  private func timerFired() {
    let now = SystemClock.now()
    if lastZoneCheck.milliseconds(to: now.moment) >= DataPlane.zoneCheckInterval { checkZone(now) }
    send(engine.dueReplies(now: now))
    if now.moment >= sweepNotBefore { _ = engine.sweep(now: now) }
    turnEnded()
  }

  private func checkZone(_ now: Now) {
    lastZoneCheck = now.moment
    engine.secondsEastOfUTC = SystemClock.secondsEastOfUTC(at: now.wall)
  }

  // MARK: - Start, reload and stop

  /// Sets the timers and writes what the start changed.
  func start() async throws {
    try await loop.submit { [self] in
      checkZone(SystemClock.now())
      turnEnded()
    }.get()
  }

  func reload(_ policy: EnginePolicy) async throws {
    try await loop.submit { [self] in
      let now = SystemClock.now()
      checkZone(now)
      engine.reload(policy, now: now)
      turnEnded()
    }.get()
  }

  /// Resolves when all that was received is answered. New requests are dropped from now on.
  func drain() async throws {
    let idle = try await loop.submit { [self] () -> EventLoopFuture<Void> in
      engine.isStopping = true
      let promise = idlePromise ?? loop.makePromise()
      idlePromise = promise
      turnEnded()
      return promise.futureResult
    }.get()
    try await idle.get()
  }

  /// Lets ``drain()`` return although requests are unanswered. Their NASes will ask again.
  func giveUpDraining() async throws {
    try await loop.submit { [self] in
      idlePromise?.succeed()
      idlePromise = nil
    }.get()
  }
}
