import AddressPool
import Admin
import Authentication
import Configuration
import Datagrams
import LogFiles
import Logging
import NIOCore
import NIOPosix
import NetworkAddress
import RADIUSCrypto
import ServerCore
import Storage
import StorageSQLite
import Timebase
import UnixSignals

#if canImport(Glibc)
  import Glibc
#endif

/// The server as a process: opens what it needs, serves until SIGTERM or SIGINT, reloads on SIGHUP, and leaves nothing
/// half done.
package struct RollcallServer: Sendable {
  private let path: String
  private let setup: ServerSetup
  private let traces: Bool
  private let logger: Logger

  /// Reads everything that the configuration names. Nothing is opened yet.
  ///
  /// - Parameters:
  ///   - path: the configuration file.
  ///   - traces: whether every packet is printed, both ways.
  /// - Throws: what is wrong with the files, one fault a line.
  package init(configuration path: String, traces: Bool) throws(ServerError) {
    self.path = path
    self.traces = traces
    setup = try ServerSetup.load(path: path)
    let log = setup.configuration.log
    let level = traces ? min(.debug, log.level.loggerLevel) : log.level.loggerLevel
    let format: ServerLogHandler.Format = log.format == .json ? .json : .text
    logger = Logger(label: "rollcall") { _ in ServerLogHandler(level: level, format: format) }
  }

  /// Serves until it is told to stop.
  /// - Throws: ``ServerError`` when it cannot start: a sentence that says what to do.
  package func run() async throws(ServerError) {
    for warning in setup.configuration.warnings {
      logger.warning("configuration.warning", metadata: ["problem": "\(warning)"])
    }
    for warning in setup.users.warnings { logger.warning("users.warning", metadata: ["problem": "\(warning)"]) }
    if case .missing(let reason) = LegacyProvider.status {
      logger.warning("crypto.legacyProviderMissing", metadata: ["problem": "\(reason)"])
    }
    let store: SQLiteStore
    let file =
      switch setup.configuration.storage {
      case .sqlite(let path): path
      }
    try RunFolder.make(for: file)
    try RunFolder.make(for: setup.configuration.controlPath)
    do throws(StoreError) {
      store = try SQLiteStore(path: file)
      try store.makeRoomInLog()
    } catch {
      throw ServerError(error.message)
    }
    do {
      try await serve(store)
    } catch {
      try? store.close()
      throw error as? ServerError ?? ServerError("\(error)")
    }
    do throws(StoreError) { try store.close() } catch { throw ServerError(error.message) }
    logger.notice("server.stopped")
  }

  private func serve(_ store: SQLiteStore) async throws {
    // From here on no signal ends the process half way: it is kept until the server is ready for it.
    let signals = await UnixSignalsSequence(trapping: .sighup, .sigterm, .sigint)
    let started = SystemClock.now()
    let recovered = try store.recover()
    let position = recovered.position
    let live = recovered.leases.liveCount
    // Read while the engine takes the leases up.
    async let recalled = RollcallServer.journalEnd(of: store, position)
    let engine = Engine(
      policy: setup.policy, limits: setup.limits, tokenKeys: try store.tokenKeys(),
      challengeKey: SecureRandom.bytes(32), recovered: consume recovered, now: started)
    engine.recall(try await recalled.lazy.map(\.entry), now: started)
    let controlGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let threads = ServerThreads.start()
    let fold = FoldLoop(store: store, loop: controlGroup.next(), threads: threads, logger: logger)
    let plane = DataPlane(
      loop: try DataLoop(), engine: engine, store: store, position: position, logger: logger,
      threads: threads, tracer: traces ? PacketTracer(dictionary: setup.dictionary) : nil)
    let retention = RetentionLoop(
      store: store, retention: setup.configuration.retention, loop: controlGroup.next(), thread: threads.fold,
      logger: logger)
    let logs = try logLoops(store, loop: controlGroup.next(), threads: threads)
    plane.onCommit = {
      fold.wake()
      for log in logs { log.wake() }
    }
    do {
      plane.start()
      try await bind(plane)
      let reloader = Reloader(path: path, plane: plane, logger: logger)
      let control = try await ControlServer.bind(
        path: setup.configuration.controlPath, group: controlGroup,
        target: ServerControl(plane: plane, fold: fold, logs: logs, reloader: reloader.reload, started: started),
        logger: logger)
      async let controlling: Void = control.run()
      try await plane.setReading(true)
      fold.wake()
      for log in logs { log.start() }
      retention.start()
      announce(leases: live)
      await wait(for: signals, reloader)
      await stop(plane)
      control.close()
      await controlling
      for log in logs { await log.finish() }
    } catch {
      fold.stop()
      retention.stop()
      await close(plane)
      await threads.stop()
      try? await controlGroup.shutdownGracefully()
      throw error
    }
    fold.stop()
    retention.stop()
    await threads.stop()
    try await controlGroup.shutdownGracefully()
  }

  /// The newest entries of the journal, as many as the engine is to know again.
  private static func journalEnd(
    of store: SQLiteStore, _ position: JournalPosition
  ) async throws(StoreError) -> [JournalItem] {
    let first = position.rawValue - min(position.rawValue, UInt64(EngineLimits.entriesRecalled))
    return try store.journal(after: JournalPosition(rawValue: first), limit: EngineLimits.entriesRecalled)
  }

  private func logLoops(_ store: SQLiteStore, loop: any EventLoop, threads: ServerThreads) throws(StoreError)
    -> [LogLoop]
  {
    let definitions = setup.configuration.accountingLogs
    try LogWriter.prepare(definitions, in: store)
    return definitions.map { definition in
      LogLoop(
        writer: LogWriter(
          definition, dictionary: setup.dictionary, store: store, secondsEast: SystemClock.secondsEastOfUTC),
        loop: loop, thread: threads.logs, logger: logger)
    }
  }

  private func bind(_ plane: DataPlane) async throws(ServerError) {
    let listen = setup.configuration.listen
    let sockets =
      listen.authentication.map { ($0, PortRole.authentication) } + listen.accounting.map { ($0, PortRole.accounting) }
    for (endpoint, role) in sockets {
      do {
        try await plane.bind(
          endpoint, role: role, receiveBuffer: listen.receiveBuffer)
      } catch {
        throw ServerError(RollcallServer.sentence(endpoint, error))
      }
    }
    do {
      try await plane.bindAskSockets()
    } catch {
      throw ServerError("cannot open a socket to ask NASes from: \(error)")
    }
  }

  private static func sentence(_ endpoint: Endpoint, _ error: any Error) -> String {
    guard let system = error as? DatagramError else { return "cannot listen on \(endpoint): \(error)" }
    switch system.code {
    case EADDRINUSE:
      return "cannot listen on \(endpoint): another program has the port; "
        + "`ss -lunp 'sport = :\(endpoint.port)'` shows which. Stop it, or change `listen` in the configuration"
    case EADDRNOTAVAIL:
      return "cannot listen on \(endpoint): this machine does not have the address; change `listen`"
    case EACCES:
      return "cannot listen on \(endpoint): a port under 1024 needs root or CAP_NET_BIND_SERVICE"
    default:
      return "cannot listen on \(endpoint): \(system)"
    }
  }

  private func announce(leases: Int) {
    let listen = setup.configuration.listen
    logger.notice(
      "server.ready",
      metadata: [
        "authentication": "\(listen.authentication.map(\.description).joined(separator: ","))",
        "accounting": "\(listen.accounting.map(\.description).joined(separator: ","))",
        "control": "\(setup.configuration.controlPath)", "clients": "\(setup.configuration.clients.count)",
        "users": "\(setup.users.users.count)", "pools": "\(setup.configuration.pools.count)",
        "leases": "\(leases)", "version": "\(RollcallVersion.current)",
      ])
  }

  /// Returns at SIGTERM or SIGINT; SIGHUP reloads.
  private func wait(for signals: UnixSignalsSequence, _ reloader: Reloader) async {
    for await signal in signals {
      guard signal == .sighup else { return logger.notice("server.stopping", metadata: ["signal": "\(signal)"]) }
      // What is wrong stands in the log; the old configuration stays.
      _ = try? await reloader.reload()
    }
  }

  /// Closes the sockets and ends the loop. It fails only where that has been done before.
  private func close(_ plane: DataPlane) async {
    do {
      try await plane.closeSockets()
      try await plane.loop.stop()
    } catch {
      logger.debug("socket.closed", metadata: ["problem": "\(error)"])
    }
  }

  /// Answers what was received, for at most `drain-timeout`.
  private func stop(_ plane: DataPlane) async {
    let timeout = setup.configuration.limits.drainTimeout
    let isDrained = await withTaskGroup(of: Bool.self) { group in
      group.addTask { (try? await plane.drain()) != nil }
      group.addTask {
        try? await Task.sleep(for: timeout)
        return false
      }
      let first = await group.next() ?? false
      if !first { try? await plane.giveUpDraining() }
      group.cancelAll()
      return first
    }
    if !isDrained { logger.warning("server.drainTimedOut", metadata: ["after": "\(timeout)"]) }
    await close(plane)
  }
}

extension LogConfiguration.Level {
  var loggerLevel: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}
