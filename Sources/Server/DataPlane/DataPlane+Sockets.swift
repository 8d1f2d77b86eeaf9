import Datagrams
import Logging
import NetworkAddress
import ServerCore
import Timebase

/// The sockets that requests come in by.
extension DataPlane {
  /// Opens a socket. Nothing is read from it until ``setReading(_:)``.
  func bind(_ endpoint: Endpoint, role: PortRole, receiveBuffer: Int) async throws {
    let socket = try UDPSocket(
      bound: endpoint, receiveBuffer: receiveBuffer, sendTimeout: DataPlane.sendTimeout)
    try await loop.submit { [self] in
      sockets.append(ServerSocket(socket, role: role, number: sockets.count))
    }
  }

  func setReading(_ reads: Bool) async throws {
    try await loop.submit { [self] in
      for (number, socket) in numberedSockets {
        if reads { try loop.poll.add(socket, number: number) } else { try loop.poll.remove(socket) }
      }
    }
  }

  func closeSockets() async throws {
    try await loop.submit { [self] in
      sockets = []
      askSockets = []
      // What waits for an answer of a NAS's waits in vain.
      failCommands()
    }
  }

  /// Every socket, with the number that the loop knows it by.
  private var numberedSockets: [(Int, UDPSocket)] {
    sockets.map { ($0.number, $0.socket) }
      + askSockets.enumerated().map { (DataPlane.firstAskNumber + $0.offset, $0.element) }
  }

  /// The sockets that NASes are asked from are numbered from here.
  static let firstAskNumber = 1 << 16
  /// How often the system is asked what it dropped, in milliseconds.
  private static let overflowCheckInterval: Int64 = 1000

  /// Counts what the system dropped because it came faster than it was taken, and says so.
  func checkOverflow(_ now: Now) {
    guard now.moment >= nextOverflowCheck else { return }
    nextOverflowCheck = now.moment.advanced(byMilliseconds: DataPlane.overflowCheckInterval)
    for socket in sockets {
      guard let total = socket.socket.overflow, total != socket.overflow else { continue }
      let more = total &- socket.overflow
      socket.overflow = total
      overflowed += UInt64(more)
      logger.warning(
        "socket.overflow",
        metadata: [
          "socket": "\(socket.socket.local.map(\.description) ?? "\(socket.number)")", "dropped": "\(more)",
          "problem": "requests come faster than they are answered; those that find no room are not seen",
        ])
    }
  }
}
