internal import CDatagrams
package import NetworkAddress

/// Takes many datagrams with one system call, into memory of its own. One thread uses it.
package final class DatagramReceiver {
  private let batch: OpaquePointer
  /// Datagrams that one call takes.
  package let capacity: Int

  /// Room for `capacity` datagrams of up to `size` octets; what is longer is cut off.
  package init(capacity: Int, size: Int) {
    guard let batch = cdatagrams_batch_new(UInt32(capacity), UInt32(size)) else {
      preconditionFailure("no memory for datagrams")
    }
    self.batch = batch
    self.capacity = capacity
  }

  deinit { cdatagrams_batch_free(batch) }

  /// Takes what has arrived, without waiting, and returns how many. What the last call took is gone.
  package func receive(from socket: UDPSocket) throws(DatagramError) -> Int {
    Int(try UDPSocket.check(cdatagrams_receive(batch, socket.descriptor)))
  }

  /// The octets of a datagram, until the next ``receive(from:)``.
  package func octets(_ index: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: cdatagrams_data(batch, UInt32(truncatingIfNeeded: index)),
      count: cdatagrams_length(batch, UInt32(truncatingIfNeeded: index)))
  }

  /// Where it came from.
  package func source(_ index: Int) -> Endpoint? {
    Endpoint(cdatagrams_source(batch, UInt32(truncatingIfNeeded: index)))
  }

  /// When it arrived, in milliseconds of the wall clock; nil on connected sockets.
  package func arrival(_ index: Int) -> Int64? {
    let time = cdatagrams_arrival(batch, UInt32(truncatingIfNeeded: index))
    return time < 0 ? nil : time
  }

  /// Which of our addresses it came to; nil unless the socket ``UDPSocket/reportsDestinations``.
  package func destination(_ index: Int) -> LocalAddress? {
    let address = cdatagrams_destination(batch, UInt32(truncatingIfNeeded: index))
    return IPAddress(address).map { LocalAddress(address: $0, interface: address.interface) }
  }
}
