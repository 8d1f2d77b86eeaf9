package import Logging
package import NIOCore
internal import NIOPosix
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#endif

/// Serves the control socket: newline-delimited JSON over a Unix domain socket that only its owner may use.
///
/// ```swift
/// let control = try await ControlServer.bind(path: path, group: group, target: server, logger: logger)
/// async let serving: Void = control.run()
/// ```
package final class ControlServer: Sendable {
  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  private let path: String
  private let identity: UnixSocket.FileIdentity?
  private let listener: NIOAsyncChannel<Connection, Never>
  private let dispatcher: ControlDispatcher
  private let logger: Logger
  private let connections = Atomic<Int>(0)

  private init(
    path: String, listener: NIOAsyncChannel<Connection, Never>, dispatcher: ControlDispatcher, logger: Logger
  ) {
    self.path = path
    identity = UnixSocket.identity(path: path)
    self.listener = listener
    self.dispatcher = dispatcher
    self.logger = logger
  }

  /// Opens the socket. From here on clients may connect; they are answered once ``run()`` runs.
  package static func bind(
    path: String, group: any EventLoopGroup, target: any ControlTarget, logger: Logger
  ) async throws(ControlSocketError) -> ControlServer {
    let descriptor = try UnixSocket.bind(path: path)
    do {
      let listener = try await ServerBootstrap(group: group).bind(descriptor) { channel in
        channel.eventLoop.makeCompletedFuture {
          let idle = IdleStateHandler(allTimeout: .seconds(ControlLimits.idleSecondsMax))
          try channel.pipeline.syncOperations.addHandlers([
            idle, IdleCloser(), ByteToMessageHandler(LineDecoder()),
          ])
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
      return ControlServer(
        path: path, listener: listener, dispatcher: ControlDispatcher(target: target), logger: logger)
    } catch {
      Glibc.close(descriptor)
      throw .system(path: path, call: "listen", problem: "\(error)")
    }
  }

  /// Answers until its task is cancelled or ``close()`` is called, and removes the socket's file then.
  package func run() async {
    defer { removeFile() }
    do {
      try await listener.executeThenClose { accepted in
        await withDiscardingTaskGroup { group in
          do {
            for try await connection in accepted { group.addTask { await self.serve(connection) } }
          } catch {
            self.logger.error("the control socket takes no more connections: \(error)")
          }
          group.cancelAll()
        }
      }
    } catch {
      logger.error("the control socket did not close: \(error)")
    }
  }

  /// Stops listening, which ends ``run()``.
  package func close() { listener.channel.close(promise: nil) }

  private func serve(_ connection: Connection) async {
    let count = connections.add(1, ordering: .relaxed).newValue
    defer { connections.subtract(1, ordering: .relaxed) }
    do {
      try await connection.executeThenClose { requests, answers in
        guard count <= ControlLimits.connectionsMax else {
          let answer = self.dispatcher.refusal(
            "the server has \(ControlLimits.connectionsMax) control connections open; try again")
          return try await answers.write(ByteBuffer(bytes: answer))
        }
        let peer = try await self.peer(of: connection.channel)
        do {
          for try await line in requests {
            let answer = await self.dispatcher.answer(line: Array(line.readableBytesView), by: peer)
            try await answers.write(ByteBuffer(bytes: answer))
          }
        } catch is LineDecoder.LineTooLong {
          let answer = self.dispatcher.refusal("a request has at most \(ControlLimits.requestLengthMax) octets")
          try await answers.write(ByteBuffer(bytes: answer))
        }
      }
    } catch {
      // The client went away before it had its answer.
      logger.debug("a control connection broke: \(error)")
    }
  }

  private func peer(of channel: any Channel) async throws -> Operator {
    guard let options = channel as? any SocketOptionProvider else { return Operator(userID: .max, name: "unknown") }
    let credentials: PeerCredentials = try await options.unsafeGetSocketOption(
      level: NIOBSDSocket.OptionLevel(rawValue: SOL_SOCKET), name: NIOBSDSocket.Option(rawValue: SO_PEERCRED)
    ).get()
    return Operator(userID: credentials.userID)
  }

  /// Removes the socket's file unless somebody put another in its place.
  private func removeFile() {
    if let identity, UnixSocket.identity(path: path) == identity { unlink(path) }
  }
}
