import NIOCore
import NetworkAddress

/// Hands the answers of NASes that were asked to the data plane (RFC 5176). One for each socket that they are asked
/// from.
final class DisconnectReplyHandler: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private let plane: DataPlane

  init(plane: DataPlane) { self.plane = plane }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    guard let source = Endpoint(envelope.remoteAddress) else { return }
    envelope.data.withUnsafeReadableBytes { plane.receiveDisconnectReply($0, from: source) }
  }

  func channelReadComplete(context: ChannelHandlerContext) { plane.turnEnded() }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { plane.askSocketFailed(error) }
}
