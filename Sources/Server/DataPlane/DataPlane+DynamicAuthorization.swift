import Logging
import NIOCore
import NIOPosix
import NetworkAddress
import ServerCore
import Timebase

/// The sockets that NASes are asked from, and what goes out and comes in by them (RFC 5176).
extension DataPlane {
  /// Opens the sockets that NASes are asked from, on ports of the system's choice. A machine without IPv6 does without
  /// the one of that family.
  func bindAskSockets() async throws {
    let allocator = FixedSizeRecvByteBufferAllocator(capacity: DataPlane.datagramMax)
    for any in ["0.0.0.0", "::"] {
      var bootstrap = DatagramBootstrap(group: loop)
        .channelOption(.recvAllocator, value: allocator)
        .channelOption(.autoRead, value: false)
      if any == "::" {
        bootstrap = bootstrap.channelOption(
          ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only), value: 1)
      }
      bootstrap = bootstrap.channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(DisconnectReplyHandler(plane: self))
        }
      }
      do {
        let channel = try await bootstrap.bind(host: any, port: 0).get()
        try await loop.submit { self.askChannels.append(channel) }.get()
      } catch {
        guard any == "::" else { throw error }
        logger.info("disconnect.noIPv6", metadata: ["problem": "\(error)"])
      }
    }
  }

  /// A datagram on a socket that NASes are asked from.
  func receiveDisconnectReply(_ datagram: UnsafeRawBufferPointer, from source: Endpoint) {
    tracer?.received(datagram, from: source)
    if case .dropped(let fault) = engine.receiveDynamicAuthorization(datagram, from: source, now: SystemClock.now()) {
      tracer?.dropped(fault, from: source)
    }
  }

  /// Sends the Disconnect-Requests that are due, each by the socket of its family.
  func sendDisconnects() {
    guard let due = engine.nextDynamicAuthorization else { return }
    let now = SystemClock.now()
    guard due <= now.moment else { return }
    engine.advanceDynamicAuthorization(now: now, random: &random)
    for request in engine.takeOutgoing() {
      tracer?.sent(request.bytes, to: request.destination)
      let address = SocketAddress(request.destination)
      guard let channel = askChannels.first(where: { $0.localAddress?.protocol == address.protocol }) else { continue }
      channel.writeAndFlush(
        AddressedEnvelope(remoteAddress: address, data: channel.allocator.buffer(bytes: request.bytes)),
        promise: nil)
    }
  }
}
