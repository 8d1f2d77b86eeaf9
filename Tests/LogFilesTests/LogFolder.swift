import Accounting
import AccountingLog
import Foundation
import LogFiles
import RADIUSDictionary
import RADIUSWire
import Storage
import Timebase

/// A folder for logs, and records to write into them.
final class LogFolder {
  static let dictionary: AttributeDictionary = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    do {
      return try AttributeDictionary.load(path: root.appending(path: "dictionaries/dictionary").path)
    } catch { fatalError("the shipped dictionary does not load: \(error)") }
  }()
  /// 2026-11-24T23:59:50Z.
  static let evening = CivilTime(year: 2026, month: 11, day: 24, hour: 23, minute: 59, second: 50).timestamp

  let url = FileManager.default.temporaryDirectory.appending(path: "rollcall-log-\(UUID().uuidString.prefix(8))")
  let store = MemoryStore()

  deinit { try? FileManager.default.removeItem(at: url) }

  func definition(
    _ path: String, format: LogFormat = .detail, rotateSize: Int? = nil, compresses: Bool = true, keep: Int64? = nil
  ) throws -> LogDefinition {
    LogDefinition(
      name: "test", format: format, path: try LogPath(url.path + "/" + path), rotateSize: rotateSize,
      compresses: compresses, keep: keep)
  }

  func writer(_ definition: LogDefinition, disk: LogDisk = LogDisk()) -> LogWriter {
    LogWriter(definition, dictionary: LogFolder.dictionary, store: store, disk: disk, secondsEast: { _ in 0 })
  }

  /// Record `number`, one a second from the evening on, of two clients by turns.
  static func record(_ number: Int) throws -> AccountingRecord {
    var packet = PacketBuilder(code: .accountingRequest, identifier: 1)
    try packet.append(.userName, text: "user\(number)")
    try packet.append(.acctStatusType, integer: 1)
    try packet.append(.acctSessionID, text: "s\(number)")
    let time = evening.advanced(byMilliseconds: Int64(number) * 1000)
    return AccountingRecord(
      arrival: time, event: time, client: number % 2 == 0 ? "even" : "odd", nas: "192.0.2.1",
      source: "192.0.2.1:1646", verdict: .noLease, leaseID: 0, packet: packet.finish())
  }

  func append(_ numbers: Range<Int>) throws {
    try store.append(try numbers.map { JournalEntry.accounting(try LogFolder.record($0)) })
  }

  /// What the log must hold of these records, file by file.
  func expected(_ definition: LogDefinition, _ numbers: Range<Int>) throws -> [String: String] {
    var files: [String: String] = [:]
    for number in numbers {
      let record = try LogFolder.record(number)
      let path = definition.path.file(for: record, secondsEast: { _ in 0 })
      files[path, default: definition.format.header] += definition.format.text(
        record, dictionary: LogFolder.dictionary, secondsEast: 0)
    }
    return files
  }

  /// What a file holds, decompressed where it is compressed.
  static func text(_ path: String) throws -> String {
    let file = try LineFile(path: path)
    var lines: [String] = []
    while let line = try file.next() { lines.append(String(decoding: line, as: UTF8.self)) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The file and those that were rotated away from it, oldest first, as one text.
  static func whole(_ path: String) throws -> String {
    var text = ""
    var number = 1
    while let part = [".\(number)", ".\(number).gz"].map({ path + $0 }).first(where: exists) {
      text += try LogFolder.text(part)
      number += 1
    }
    if let last = [path, path + ".gz"].first(where: exists) { text += try LogFolder.text(last) }
    return text
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  func names(in folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path + "/" + folder).sorted()
  }
}
