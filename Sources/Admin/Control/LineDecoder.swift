package import NIOCore

/// Splits a connection's octets into lines of at most ``ControlLimits/requestLengthMax`` octets.
package struct LineDecoder: ByteToMessageDecoder {
  package typealias InboundOut = ByteBuffer

  /// A line that is over the limit; what follows it cannot be told apart from it.
  package struct LineTooLong: Error {}

  package init() {}

  package mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
    guard let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else {
      guard buffer.readableBytes <= ControlLimits.requestLengthMax else { throw LineTooLong() }
      return .needMoreData
    }
    let length = end - buffer.readerIndex
    guard length <= ControlLimits.requestLengthMax, let line = buffer.readSlice(length: length) else {
      throw LineTooLong()
    }
    buffer.moveReaderIndex(forwardBy: 1)
    context.fireChannelRead(wrapInboundOut(line))
    return .continue
  }

  package mutating func decodeLast(
    context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool
  ) throws -> DecodingState {
    while try decode(context: context, buffer: &buffer) == .continue {}
    return .needMoreData
  }
}
