internal import NIOCore
internal import Synchronization

/// The open control connections.
final class ControlConnections: Sendable {
  private let open = Mutex<[ObjectIdentifier: any Channel]>([:])

  /// False, and nothing is added, when ``ControlLimits/connectionsMax`` are open. A connection leaves when it closes.
  func add(_ channel: any Channel) -> Bool {
    let key = ObjectIdentifier(channel)
    let isAdded = open.withLock { open in
      guard open.count < ControlLimits.connectionsMax else { return false }
      open[key] = channel
      return true
    }
    if isAdded {
      channel.closeFuture.whenComplete { _ in self.open.withLock { $0[key] = nil } }
    }
    return isAdded
  }

  func closeAll() {
    for channel in open.withLock({ Array($0.values) }) { channel.close(promise: nil) }
  }
}
