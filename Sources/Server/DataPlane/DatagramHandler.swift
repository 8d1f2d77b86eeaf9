import NIOCore
import NetworkAddress
import ServerCore

/// Turns datagrams into inputs of the data plane, and its immediate answers into writes. One for each socket.
final class DatagramHandler: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>
  typealias OutboundOut = AddressedEnvelope<ByteBuffer>

  private let plane: DataPlane
  private let socket: SocketID

  init(plane: DataPlane, socket: SocketID) {
    self.plane = plane
    self.socket = socket
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    guard let source = Endpoint(envelope.remoteAddress) else { return }
    let reply = envelope.data.withUnsafeReadableBytes { plane.receive($0, from: source, on: socket) }
    guard let reply else { return }
    context.write(
      wrapOutboundOut(
        AddressedEnvelope(remoteAddress: envelope.remoteAddress, data: context.channel.allocator.buffer(bytes: reply))),
      promise: nil)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    context.flush()
    plane.turnEnded()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A datagram that could not be sent or received says nothing about the next one (RFC 2865: clients retry).
    plane.socketFailed(socket, error)
  }
}
