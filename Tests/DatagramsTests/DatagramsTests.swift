import Datagrams
import Foundation
import Glibc
import NetworkAddress
import Testing

/// Datagrams in batches, over loopback.
@Suite struct DatagramsTests {
  private static let loopback = IPAddress.v4(IPv4Address(rawValue: 0x7f00_0001))

  private func send(_ octets: [UInt8], _ sender: DatagramSender, to destination: Endpoint?) {
    octets.withUnsafeBytes { sender.append($0, to: destination) }
  }

  /// Waits for `count` datagrams, and returns what `read` makes of each.
  private func receive<Value>(
    _ count: Int, on socket: UDPSocket, _ read: (DatagramReceiver, Int) -> Value
  ) throws -> [Value] {
    let poll = try DatagramPoll()
    try poll.add(socket, number: 7)
    let receiver = DatagramReceiver(capacity: 8, size: 64)
    var values: [Value] = []
    while values.count < count {
      var isReady = false
      try poll.wait(milliseconds: 5000) { number in isReady = number == 7 }
      guard isReady else { break }
      for index in 0..<(try receiver.receive(from: socket)) { values.append(read(receiver, index)) }
    }
    return values
  }

  @Test func manyDatagramsArriveInOrderAndAnswersGoBack() throws {
    let server = try UDPSocket(bound: Endpoint(address: Self.loopback, port: 0))
    let client = try UDPSocket(connected: #require(server.local))
    let sender = DatagramSender(capacity: 16, size: 64)
    for number in 0..<16 { send([UInt8](repeating: UInt8(number), count: number + 1), sender, to: nil) }
    #expect(sender.isFull)
    sender.flush(through: client) { Issue.record("refused: \($0)") }
    #expect(sender.count == 0)

    let arrived = try receive(16, on: server) { (Array($0.octets($1)), $0.source($1), $0.destination($1)) }
    #expect(arrived.map(\.0) == (0..<16).map { [UInt8](repeating: UInt8($0), count: $0 + 1) })
    #expect(arrived.allSatisfy { $0.1 == client.local && $0.2 == nil })

    send([9, 9], sender, to: client.local)
    sender.flush(through: server) { Issue.record("refused: \($0)") }
    #expect(try receive(1, on: client) { receiver, index in Array(receiver.octets(index)) } == [[9, 9]])
  }

  @Test func whatIsTooLongIsCut() throws {
    let server = try UDPSocket(bound: Endpoint(address: Self.loopback, port: 0))
    let client = try UDPSocket(connected: #require(server.local))
    let sender = DatagramSender(capacity: 1, size: 100)
    send([UInt8](repeating: 1, count: 100), sender, to: nil)
    sender.flush(through: client) { Issue.record("refused: \($0)") }
    #expect(try receive(1, on: server) { $0.octets($1).count } == [64])
  }

  /// A socket on all addresses answers from the one that was asked.
  @Test(arguments: ["127.0.0.1", "127.0.0.2", "127.99.0.1", "::1"])
  func answersLeaveFromTheAddressAsked(text: String) throws {
    let asked = try #require(IPAddress(text))
    let isIPv6 = text.contains(":")
    let any = try #require(IPAddress(isIPv6 ? "::" : "0.0.0.0"))
    let opened = Result { try UDPSocket(bound: Endpoint(address: any, port: 0)) }
    // A machine without IPv6 has nothing to show here.
    if isIPv6, case .failure(let error as DatagramError) = opened, error.code == EAFNOSUPPORT { return }
    let server = try opened.get()
    let client = try UDPSocket(connected: Endpoint(address: asked, port: #require(server.local).port))
    let sender = DatagramSender(capacity: 1, size: 64)
    send([1], sender, to: nil)
    sender.flush(through: client) { Issue.record("refused: \($0)") }
    let arrived = try receive(1, on: server) { ($0.source($1), $0.destination($1)) }
    let (source, destination) = try #require(arrived.first)
    #expect(destination?.address == asked)

    // The client is connected to the address it asked: an answer from another one never reaches it.
    let answer: [UInt8] = [2]
    answer.withUnsafeBytes { sender.append($0, to: source, from: destination) }
    sender.flush(through: server) { Issue.record("refused: \($0)") }
    #expect(try receive(1, on: client) { receiver, index in Array(receiver.octets(index)) } == [[2]])
  }

  @Test func aPortThatIsTakenIsSaid() throws {
    let first = try UDPSocket(bound: Endpoint(address: Self.loopback, port: 0))
    let taken = try #require(first.local)
    #expect(throws: DatagramError(code: EADDRINUSE)) { try UDPSocket(bound: taken) }
  }

  /// What the system refuses is left out; the rest goes on.
  @Test func aRefusedDatagramStopsNoOther() throws {
    let server = try UDPSocket(bound: Endpoint(address: Self.loopback, port: 0))
    let sender = DatagramSender(capacity: 3, size: 64)
    send([1], sender, to: server.local)
    send([2], sender, to: Endpoint(address: Self.loopback, port: 0))
    send([3], sender, to: server.local)
    var refusals = 0
    sender.flush(through: server) { _ in refusals += 1 }
    #expect(refusals == 1)
    #expect(try receive(2, on: server) { $0.octets($1).first } == [1, 3])
  }

  @Test func anotherThreadEndsTheWait() throws {
    let poll = try DatagramPoll()
    Thread.detachNewThread { poll.wake() }
    // Without the wake this never returns.
    try poll.wait(milliseconds: nil) { _ in }
  }
}
