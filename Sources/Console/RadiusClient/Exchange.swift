package import RADIUSWire

/// Sends a request until a true reply has come, or patience is over.
package struct Exchange {
  package enum Outcome: Equatable {
    case reply(Packet)
    /// Nobody answered truly; `objections` says what was wrong with the datagrams that came, if any did.
    case noReply(objections: [String])
    /// Nobody listens there.
    case refused
  }

  /// Datagrams sent for one request, the first included.
  private let tries: Int
  private let timeoutMilliseconds: Int
  /// The monotonic clock in milliseconds.
  private let clock: () -> Int64

  package init(tries: Int, timeoutMilliseconds: Int, clock: @escaping () -> Int64) {
    self.tries = tries
    self.timeoutMilliseconds = timeoutMilliseconds
    self.clock = clock
  }

  /// A repetition sends the same octets, as RFC 5080 §2.2.1 wants.
  package func perform(
    _ request: ClientRequest, over socket: DatagramSocket, willSend: (_ attempt: Int) -> Void = { _ in }
  ) throws(RequestError) -> Outcome {
    var objections: [String] = []
    for attempt in 1...max(1, tries) {
      willSend(attempt)
      try socket.send(request.bytes)
      let deadline = clock() + Int64(timeoutMilliseconds)
      waiting: while true {
        let left = deadline - clock()
        guard left > 0 else { break }
        switch socket.receive(milliseconds: Int(left)) {
        case .nothing: break waiting
        case .refused: return .refused
        case .datagram(let bytes):
          if let objection = request.objection(to: bytes) {
            if objections.count < Exchange.objectionsMax { objections.append(objection) }
          } else if let reply = try? Packet(decoding: bytes) {
            return .reply(reply)
          }
        }
      }
    }
    return .noReply(objections: objections)
  }

  /// False replies that are told; a flood of them must not fill the screen.
  private static let objectionsMax = 8
}
