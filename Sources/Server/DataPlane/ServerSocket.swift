import Datagrams
import NetworkAddress
import ServerCore

/// A socket that requests come in by, and the addresses of ours that they were sent to.
///
/// A request's ``SocketID`` names both, so that its answer, which may leave much later, leaves by the same socket and
/// from the address that was asked (RFC 2865 §3: an answer from elsewhere is none).
final class ServerSocket {
  let socket: UDPSocket
  let role: PortRole
  /// Its place among all sockets.
  let number: Int
  private let sender = DatagramSender(capacity: DataPlane.vector, size: DataPlane.datagramMax)
  /// By slot; the first is the address that the system chooses.
  private var locals: [LocalAddress?] = [nil]
  private var slots: [LocalAddress: Int] = [:]
  private var latest: (local: LocalAddress, slot: Int)?
  /// Datagrams that the system dropped for want of room, as last told by it.
  var overflow: UInt32 = 0

  /// Bits of a ``SocketID``'s index that number the socket.
  private static let numberBits = 12
  /// A machine has a handful of addresses; 127.0.0.0/8 has more, and beyond these the system chooses.
  private static let slotsMax = 4096

  init(_ socket: UDPSocket, role: PortRole, number: Int) {
    precondition(number < 1 << ServerSocket.numberBits)
    self.socket = socket
    self.role = role
    self.number = number
  }

  /// How long a request may have waited to be taken, in milliseconds; one that waited longer is dropped unread. NASes
  /// ask again after some seconds, and an answer to what was given up is work for nothing.
  var patience: Int64 { role == .authentication ? 300 : 1000 }

  /// The place of a socket that an index of ``SocketID`` names.
  static func number(of id: SocketID) -> Int { id.index & (1 << numberBits - 1) }

  /// What names this socket and the address that a datagram came to.
  func id(of local: LocalAddress?) -> SocketID {
    SocketID(role: role, index: slot(of: local) << ServerSocket.numberBits | number)
  }

  private func slot(of local: LocalAddress?) -> Int {
    guard let local else { return 0 }
    if let latest, latest.local == local { return latest.slot }
    if let slot = slots[local] {
      latest = (local, slot)
      return slot
    }
    guard locals.count < ServerSocket.slotsMax else { return 0 }
    slots[local] = locals.count
    locals.append(local)
    return locals.count - 1
  }

  /// Sends an answer with the next ``flush(_:)``, or before.
  func send(
    _ octets: UnsafeRawBufferPointer, to destination: Endpoint, _ id: SocketID, _ refused: (DatagramError) -> Void
  ) {
    if sender.isFull { flush(refused) }
    sender.append(octets, to: destination, from: locals[id.index >> ServerSocket.numberBits])
  }

  func flush(_ refused: (DatagramError) -> Void) {
    if sender.count > 0 { sender.flush(through: socket, refused: refused) }
  }
}
