internal import Datagrams
internal import NetworkAddress

/// The sockets to one port of the server, and the requests under way to it.
final class LoadPort {
  let sockets: [UDPSocket]
  let flights: FlightTable
  private let sender = DatagramSender(capacity: 64, size: RequestWriter.lengthMax)
  private var gatheredFor = 0
  /// Datagrams that the system did not send, or whose receiver's machine said that nobody listens.
  private(set) var refused = 0

  init(_ server: Endpoint, sockets count: Int) throws(DatagramError) {
    var sockets: [UDPSocket] = []
    for _ in 0..<count { sockets.append(try UDPSocket(connected: server, receiveBuffer: LoadPort.receiveBuffer)) }
    self.sockets = sockets
    flights = FlightTable(sockets: count)
  }

  /// Sends a flight's request with the next ``flush()``, or before.
  func send(_ index: Int, at time: UInt64) {
    let socket = index / FlightTable.identifiers
    if sender.count > 0, socket != gatheredFor || sender.isFull { flush() }
    gatheredFor = socket
    sender.append(flights.request(index), to: nil)
    flights.sent(index, at: time)
  }

  func flush() {
    guard sender.count > 0 else { return }
    sender.flush(through: sockets[gatheredFor]) { _ in refused += 1 }
  }

  func noteRefusal() { refused += 1 }

  private static let receiveBuffer = 4 << 20
}
