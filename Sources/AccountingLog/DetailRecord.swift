package import Accounting
package import NetworkAddress
package import RADIUSWire
package import Timebase

/// A packet that a detail file tells of.
package struct DetailRecord: Equatable, Sendable {
  /// The line of its first attribute's head, counted from 1.
  package var line: Int
  /// When the server that wrote the file received it.
  package var received: Timestamp
  /// Where it came from, where the file tells; else what the NAS calls itself; nil: neither is known.
  package var source: IPAddress?
  /// 0: the file does not tell.
  package var port: UInt16
  package var packet: Packet

  package init(line: Int, received: Timestamp, source: IPAddress?, port: UInt16, packet: Packet) {
    self.line = line
    self.received = received
    self.source = source
    self.port = port
    self.packet = packet
  }

  /// The record as the journal is to keep it. It moves no lease: the event is over.
  ///
  /// - Parameters:
  ///   - client: the configured client's name.
  ///   - source: where the packet came from.
  ///   - now: when it is read, which is when it arrives here.
  package func accountingRecord(client: String, source: IPAddress, now: Timestamp) -> AccountingRecord {
    AccountingRecord(
      arrival: now, event: EventTime.of(packet, arrival: received), client: client,
      nas: NASText.of(packet, from: source.description),
      source: Endpoint(address: source, port: port).description, verdict: .replayed, leaseID: 0, packet: packet.bytes)
  }
}

extension AccountingRecord {
  /// When the packet reached the first server that took it: what a log says. A replayed one came to another before.
  func received(_ packet: Packet) -> Timestamp {
    verdict == .replayed ? event.advanced(byMilliseconds: EventTime.delay(of: packet)) : arrival
  }
}
