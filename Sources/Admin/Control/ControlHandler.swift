internal import NIOCore

/// One control connection: answers its lines one after the other, in order. It reads no further while it answers, so a
/// client that sends faster than it is answered waits.
final class ControlHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let dispatcher: ControlDispatcher
  private let peer: Operator
  /// False: too many connections are open, and this one is told so.
  private let isWelcome: Bool
  /// Lines that came with the one being answered, in one read.
  private var waiting: [[UInt8]] = []
  private var isAnswering = false
  private var isInputClosed = false

  init(dispatcher: ControlDispatcher, peer: Operator, isWelcome: Bool) {
    self.dispatcher = dispatcher
    self.peer = peer
    self.isWelcome = isWelcome
  }

  func channelActive(context: ChannelHandlerContext) {
    guard !isWelcome else { return context.fireChannelActive() }
    end(context, saying: "\(ControlLimits.connectionsMax) control connections are open; try again later")
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard isWelcome else { return }
    waiting.append(Array(unwrapInboundIn(data).readableBytesView))
    answerNext(context)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent {
      // Nobody uses it: forgotten connections must not fill the limit.
      context.close(promise: nil)
    } else if case ChannelEvent.inputClosed? = event as? ChannelEvent {
      isInputClosed = true
      answerNext(context)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is LineDecoder.LineTooLong else { return context.close(promise: nil) }
    end(context, saying: "a request has at most \(ControlLimits.requestLengthMax) octets")
  }

  private func end(_ context: ChannelHandlerContext, saying message: String) {
    waiting = []
    isInputClosed = true
    let answer = wrapOutboundOut(ByteBuffer(bytes: dispatcher.refusal(message)))
    context.writeAndFlush(answer).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
  }

  private func answerNext(_ context: ChannelHandlerContext) {
    guard !isAnswering else { return }
    guard !waiting.isEmpty else {
      if isInputClosed { context.close(promise: nil) }
      return
    }
    let line = waiting.removeFirst()
    isAnswering = true
    setReading(context, false)
    let answered = context.eventLoop.makePromise(of: [UInt8].self)
    answered.completeWithTask { [dispatcher, peer] in await dispatcher.answer(line: line, by: peer) }
    answered.futureResult.assumeIsolated().whenSuccess { answer in
      self.isAnswering = false
      guard context.channel.isActive else { return }
      context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(bytes: answer)), promise: nil)
      self.setReading(context, true)
      self.answerNext(context)
    }
  }

  private func setReading(_ context: ChannelHandlerContext, _ isReading: Bool) {
    context.channel.setOption(.autoRead, value: isReading).assumeIsolated().whenFailure { _ in
      context.close(promise: nil)
    }
  }
}
