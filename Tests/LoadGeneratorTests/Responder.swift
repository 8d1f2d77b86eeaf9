import Datagrams
import Foundation
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import Synchronization

/// A server on two ports of loopback, for a load to run against. What it answers is up to the test.
final class Responder: Sendable {
  typealias Answer = @Sendable (Packet, _ repetition: Int) -> PacketBuilder?

  let authentication: Endpoint
  let accounting: Endpoint
  private let sockets: [UDPSocket]
  private let poll: DatagramPoll
  private let isStopped = Atomic(false)
  private let received = Mutex<[Packet]>([])
  private let failure = Mutex<DatagramError?>(nil)
  private let secret: SharedSecret

  /// Every request that came, in order, repetitions included.
  var requests: [Packet] { received.withLock { $0 } }

  init(secret: String) throws {
    self.secret = SharedSecret(secret)
    let any = Endpoint(address: .v4(IPv4Address(rawValue: 0x7f00_0001)), port: 0)
    sockets = [try UDPSocket(bound: any), try UDPSocket(bound: any)]
    poll = try DatagramPoll()
    for (number, socket) in sockets.enumerated() { try poll.add(socket, number: number) }
    authentication = sockets[0].local ?? any
    accounting = sockets[1].local ?? any
  }

  /// Answers on a thread of its own until ``stop()``: the tests' own threads are the load's.
  func start(_ answer: @escaping Answer) {
    Thread.detachNewThread { [self] in
      let failure = serve(answer)
      self.failure.withLock { $0 = failure }
    }
  }

  /// Returns what went wrong; nil: nothing.
  private func serve(_ answer: Answer) -> DatagramError? {
    let receiver = DatagramReceiver(capacity: 16, size: 4096)
    let sender = DatagramSender(capacity: 16, size: 4096)
    do throws(DatagramError) {
      while !isStopped.load(ordering: .acquiring) {
        var ready: [Int] = []
        try poll.wait(milliseconds: nil) { ready.append($0) }
        for number in ready {
          for index in 0..<(try receiver.receive(from: sockets[number])) {
            reply(to: receiver.octets(index), from: receiver.source(index), answer, sender)
          }
          sender.flush(through: sockets[number]) { _ in }
        }
      }
    } catch {
      return error
    }
    return nil
  }

  /// Returns what went wrong; nil: nothing.
  func stop() -> DatagramError? {
    isStopped.store(true, ordering: .releasing)
    poll.wake()
    return failure.withLock { $0 }
  }

  private func reply(
    to datagram: UnsafeRawBufferPointer, from source: Endpoint?, _ answer: Answer, _ sender: DatagramSender
  ) {
    guard let packet = try? Packet(decoding: datagram) else { return }
    let repetition = received.withLock { received in
      defer { received.append(packet) }
      return received.count { $0 == packet }
    }
    guard var bytes = answer(packet, repetition)?.finish() else { return }
    PacketSignature.sign(reply: &bytes, requestAuthenticator: packet.authenticator, secret: secret)
    bytes.withUnsafeBytes { sender.append($0, to: source) }
  }
}

extension Packet {
  /// The answer that grants it, with an address where it is an Access-Request.
  func granted(address: UInt32? = nil) throws -> PacketBuilder {
    guard code == .accessRequest else { return response(.accountingResponse) }
    var reply = response(.accessAccept)
    try reply.appendMessageAuthenticator()
    if let address { try reply.append(.framedIPAddress, integer: address) }
    try reply.append(.classAttribute, text: "lease \(identifier)")
    return reply
  }
}
