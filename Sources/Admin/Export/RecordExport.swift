package import Accounting
internal import Foundation
internal import NetworkAddress
internal import Timebase

/// An accounting record on its way out.
package struct RecordExport: Codable, Sendable {
  private var arrival: Int64
  private var event: Int64
  private var client: String
  private var nas: String
  private var source: String
  private var verdict: UInt8
  private var lease: UInt64
  private var leaseAddress: UInt32?
  /// In base64.
  private var packet: String

  init(_ record: AccountingRecord) {
    arrival = record.arrival.milliseconds
    event = record.event.milliseconds
    client = record.client
    nas = record.nas
    source = record.source
    verdict = record.verdict.rawValue
    lease = record.leaseID
    leaseAddress = record.leaseAddress?.rawValue
    packet = Data(record.packet).base64EncodedString()
  }

  /// Nil when a newer Rollcall made it.
  package var record: AccountingRecord? {
    guard let verdict = AccountingVerdict(rawValue: verdict), let octets = Data(base64Encoded: packet) else {
      return nil
    }
    return AccountingRecord(
      arrival: Timestamp(milliseconds: arrival), event: Timestamp(milliseconds: event), client: client, nas: nas,
      source: source, verdict: verdict, leaseID: lease, packet: Array(octets),
      leaseAddress: leaseAddress.map { IPv4Address(rawValue: $0) })
  }
}
