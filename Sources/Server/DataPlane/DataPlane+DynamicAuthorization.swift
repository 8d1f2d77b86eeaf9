import Datagrams
import Logging
import NetworkAddress
import ServerCore
import Timebase

/// The sockets that NASes are asked from, and what goes out and comes in by them (RFC 5176).
extension DataPlane {
  /// Opens the sockets that NASes are asked from, on ports of the system's choice. A machine without IPv6 does without
  /// the one of that family.
  func bindAskSockets() async throws {
    for any in [IPAddress("0.0.0.0"), IPAddress("::")].compactMap(\.self) {
      do {
        let socket = try UDPSocket(bound: Endpoint(address: any, port: 0), sendTimeout: DataPlane.sendTimeout)
        try await loop.submit { [self] in askSockets.append(socket) }
      } catch {
        guard case .v6 = any else { throw error }
        logger.info("disconnect.noIPv6", metadata: ["problem": "\(error)"])
      }
    }
  }

  /// Takes what came in by a socket that NASes are asked from.
  func takeAskReplies(_ number: Int) {
    let index = number - DataPlane.firstAskNumber
    guard index < askSockets.count else { return }
    let count: Int
    do throws(DatagramError) {
      count = try receiver.receive(from: askSockets[index])
    } catch {
      // A NAS whose port is closed, mostly.
      return socketFailed("disconnect", error)
    }
    let now = SystemClock.now()
    for index in 0..<count {
      guard let source = receiver.source(index) else { continue }
      let datagram = receiver.octets(index)
      tracer?.received(datagram, from: source)
      if case .dropped(let fault) = engine.receiveDynamicAuthorization(datagram, from: source, now: now) {
        tracer?.dropped(fault, from: source)
      }
    }
  }

  /// Sends the Disconnect-Requests that are due, each by the socket of its family.
  func sendDisconnects() {
    guard let due = engine.nextDynamicAuthorization else { return }
    let now = SystemClock.now()
    guard due <= now.moment else { return }
    engine.advanceDynamicAuthorization(now: now, random: &random)
    for request in engine.takeOutgoing() {
      tracer?.sent(request.bytes, to: request.destination)
      guard let socket = askSockets.first(where: { $0.local?.isIPv6 == request.destination.isIPv6 }) else { continue }
      request.bytes.withUnsafeBytes { askSender.append($0, to: request.destination) }
      askSender.flush(through: socket) { socketFailed("disconnect", $0) }
    }
  }
}

extension Endpoint {
  fileprivate var isIPv6: Bool { if case .v6 = address { true } else { false } }
}
