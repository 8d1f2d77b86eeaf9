package import Accounting
internal import Foundation
internal import Timebase

/// An accounting record out of a file, on its way to the server.
package struct ReplayRecord: Codable, Equatable, Sendable {
  /// Milliseconds since 1970: when it happened.
  var event: Int64
  var client: String
  var nas: String
  var source: String
  /// The packet's octets in base64.
  var packet: String

  package init(_ record: AccountingRecord) {
    event = record.event.milliseconds
    client = record.client
    nas = record.nas
    source = record.source
    packet = Data(record.packet).base64EncodedString()
  }

  /// Octets that it takes in a request, about.
  package var length: Int { packet.utf8.count + client.utf8.count + nas.utf8.count + source.utf8.count + 100 }

  /// Nil when the packet is no base64. It arrives now, and moves no lease.
  func accountingRecord(now: Timestamp) -> AccountingRecord? {
    guard let octets = Data(base64Encoded: packet) else { return nil }
    return AccountingRecord(
      arrival: now, event: Timestamp(milliseconds: event), client: client, nas: nas, source: source,
      verdict: .replayed, leaseID: 0, packet: Array(octets))
  }
}
