internal import CDatagrams
package import NetworkAddress

/// Gathers datagrams and sends many with one system call. One thread uses it.
package final class DatagramSender {
  private let batch: OpaquePointer
  private let capacity: Int
  private let size: Int
  /// Datagrams that wait for ``flush(through:)``.
  package private(set) var count = 0

  /// Room for `capacity` datagrams of up to `size` octets.
  package init(capacity: Int, size: Int) {
    guard let batch = cdatagrams_batch_new(UInt32(capacity), UInt32(size)) else {
      preconditionFailure("no memory for datagrams")
    }
    self.batch = batch
    self.capacity = capacity
    self.size = size
  }

  deinit { cdatagrams_batch_free(batch) }

  package var isFull: Bool { count == capacity }

  /// Adds a datagram; there must be room.
  /// - Parameters:
  ///   - destination: nil: to whom the socket is connected.
  ///   - local: the address of ours that it leaves from; nil: the system's choice.
  package func append(_ octets: UnsafeRawBufferPointer, to destination: Endpoint?, from local: LocalAddress? = nil) {
    precondition(!isFull && octets.count <= size)
    let index = UInt32(count)
    UnsafeMutableRawBufferPointer(start: cdatagrams_data(batch, index), count: size).copyMemory(from: octets)
    var from = local.map { cdatagrams_address($0) } ?? cdatagrams_address()
    if let destination {
      var to = cdatagrams_address(destination)
      to.interface = from.interface
      cdatagrams_prepare(batch, index, octets.count, &to, &from)
    } else {
      cdatagrams_prepare(batch, index, octets.count, nil, &from)
    }
    count += 1
  }

  /// Sends all that was added. A datagram that the system refuses is left out, and the rest goes on; `refused` hears
  /// of it.
  package func flush(through socket: UDPSocket, refused: (DatagramError) -> Void) {
    var first: UInt32 = 0
    let end = UInt32(count)
    while first < end {
      let sent = cdatagrams_send(batch, socket.descriptor, first, end)
      if sent > 0 {
        first += UInt32(sent)
      } else {
        refused(DatagramError(code: -sent))
        first += 1
      }
    }
    count = 0
  }
}
