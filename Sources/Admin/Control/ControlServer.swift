package import Logging
package import NIOCore
internal import NIOPosix

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
  private let path: String
  private let identity: UnixSocket.FileIdentity?
  private let listener: any Channel
  private let connections: ControlConnections

  private init(path: String, listener: any Channel, connections: ControlConnections) {
    self.path = path
    identity = UnixSocket.identity(path: path)
    self.listener = listener
    self.connections = connections
  }

  /// Opens the socket and answers from now on.
  package static func bind(
    path: String, group: any EventLoopGroup, target: any ControlTarget, logger: Logger
  ) async throws(ControlSocketError) -> ControlServer {
    let descriptor = try UnixSocket.bind(path: path)
    let connections = ControlConnections()
    let dispatcher = ControlDispatcher(target: target)
    do {
      let listener = try await ServerBootstrap(group: group)
        .childChannelOption(.allowRemoteHalfClosure, value: true)
        .childChannelInitializer { channel in
          ControlServer.peer(of: channel).flatMapThrowing { peer in
            let isWelcome = connections.add(channel)
            if !isWelcome {
              logger.warning("control.refused", metadata: ["open": "\(ControlLimits.connectionsMax)"])
            }
            try channel.pipeline.syncOperations.addHandlers([
              IdleStateHandler(allTimeout: .seconds(ControlLimits.idleSecondsMax)),
              ByteToMessageHandler(LineDecoder()),
              ControlHandler(dispatcher: dispatcher, peer: peer, isWelcome: isWelcome),
            ])
          }
        }
        .withBoundSocket(descriptor).get()
      return ControlServer(path: path, listener: listener, connections: connections)
    } catch {
      Glibc.close(descriptor)
      throw .system(path: path, call: "listen", problem: "\(error)")
    }
  }

  /// Waits until ``close()`` is called or this task is cancelled; then the socket's file is gone.
  package func run() async {
    await withTaskCancellationHandler {
      _ = try? await listener.closeFuture.get()
    } onCancel: {
      close()
    }
    connections.closeAll()
    if let identity, UnixSocket.identity(path: path) == identity { unlink(path) }
  }

  /// Takes no more connections, which ends ``run()``.
  package func close() { listener.close(promise: nil) }

  private static func peer(of channel: any Channel) -> EventLoopFuture<Operator> {
    guard let options = channel as? any SocketOptionProvider else {
      return channel.eventLoop.makeSucceededFuture(Operator(userID: .max, name: "unknown"))
    }
    let credentials: EventLoopFuture<PeerCredentials> = options.unsafeGetSocketOption(
      level: NIOBSDSocket.OptionLevel(rawValue: SOL_SOCKET), name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
    return credentials.map { Operator(userID: $0.userID) }
  }
}
