internal import CDatagrams
internal import Glibc

/// Waits until sockets can be read, or until another thread calls ``wake()``.
package final class DatagramPoll: Sendable {
  private let epoll: Int32
  private let event: Int32
  private static let wakeNumber = UInt32.max

  package init() throws(DatagramError) {
    epoll = try UDPSocket.check(cdatagrams_epoll_new())
    event = try UDPSocket.check(cdatagrams_eventfd())
    _ = try UDPSocket.check(cdatagrams_epoll_add(epoll, event, DatagramPoll.wakeNumber))
  }

  deinit {
    close(event)
    close(epoll)
  }

  /// From now on `number` is told when the socket can be read.
  package func add(_ socket: UDPSocket, number: Int) throws(DatagramError) {
    _ = try UDPSocket.check(cdatagrams_epoll_add(epoll, socket.descriptor, UInt32(number)))
  }

  package func remove(_ socket: UDPSocket) throws(DatagramError) {
    _ = try UDPSocket.check(cdatagrams_epoll_remove(epoll, socket.descriptor))
  }

  /// Ends the wait of the thread that waits, or its next one. For any thread.
  package func wake() { cdatagrams_wake(event) }

  /// Waits, and calls `body` with the number of each socket that can be read.
  /// - Parameter milliseconds: how long at most; 0: not at all; nil: without end.
  package func wait(milliseconds: Int?, _ body: (Int) -> Void) throws(DatagramError) {
    var ready = InlineArray<64, UInt32>(repeating: 0)
    let result = withUnsafeMutableBytes(of: &ready) { buffer in
      cdatagrams_epoll_wait(
        epoll, buffer.baseAddress?.assumingMemoryBound(to: UInt32.self), 64, Int32(clamping: milliseconds ?? -1))
    }
    let count = Int(try UDPSocket.check(result))
    for index in 0..<count {
      if ready[index] == DatagramPoll.wakeNumber {
        cdatagrams_clear(event)
      } else {
        body(Int(ready[index]))
      }
    }
  }
}
