import Accounting
import AccountingLog
import Foundation
import NetworkAddress
import RADIUSDictionary
import RADIUSWire
import Timebase

/// Records and dictionaries of these tests.
enum Sample {
  static let dictionary: AttributeDictionary = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    do {
      return try AttributeDictionary.load(path: root.appending(path: "dictionaries/dictionary").path)
    } catch { fatalError("the shipped dictionary does not load: \(error)") }
  }()

  /// 2026-11-24T08:44:37.250Z.
  static let arrival = CivilTime(
    year: 2026, month: 11, day: 24, hour: 8, minute: 44, second: 37, millisecond: 250
  ).timestamp

  static func packet(_ pairs: String) throws -> [UInt8] {
    var builder = PacketBuilder(code: .accountingRequest, identifier: 7)
    try builder.appendRaw(try dictionary.encode(try dictionary.parsePairs(pairs), hiding: { _, octets in octets }))
    return builder.finish()
  }

  static func record(
    _ pairs: String, source: String = "192.0.2.7:1646", verdict: AccountingVerdict = .applied
  ) throws -> AccountingRecord {
    let octets = try packet(pairs)
    let decoded = try Packet(decoding: octets)
    return AccountingRecord(
      arrival: arrival, event: EventTime.of(decoded, arrival: arrival), client: "lab",
      nas: NASText.of(decoded, from: "192.0.2.7"), source: source, verdict: verdict, leaseID: 5, packet: octets)
  }

  static func read(_ text: String, file: String = "detail") -> DetailReader {
    var reader = DetailReader(dictionary: dictionary, file: file, secondsEast: { _ in 3600 })
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      reader.take(String(decoding: line, as: UTF8.self))
    }
    reader.finish()
    return reader
  }
}
