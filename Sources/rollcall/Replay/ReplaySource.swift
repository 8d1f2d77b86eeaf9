import Accounting
import AccountingLog
import Configuration
import LogFiles
import NetworkAddress
import RADIUSDictionary
import ServerCore
import Timebase

/// A detail file that is to be replayed, read record by record, as often as it is needed.
struct ReplaySource {
  let path: String
  let dictionary: AttributeDictionary
  let clients: ClientTable
  /// The client of records from addresses that are no client's; nil: such records are left out.
  let otherwise: ClientDefinition?
  let now: Timestamp

  /// How far a record may lie in the future: clocks differ, and years do not.
  private static let futureMax: Int64 = 86_400_000

  /// Calls `take` with each record, and `advance` with the octets that were read. Returns what was left out.
  /// - Throws: ``CommandFailure`` when the file cannot be read to its end.
  func read(
    advance: (Int) -> Void = { _ in }, _ take: (AccountingRecord) async throws -> Void
  ) async throws -> [DetailFault] {
    var reader = DetailReader(dictionary: dictionary, file: path, secondsEast: { Clock.secondsEast(at: $0) })
    var faults: [DetailFault] = []
    do {
      let file = try LineFile(path: path)
      var offset = 0
      while let line = try file.next() {
        reader.take(String(decoding: line, as: UTF8.self))
        guard !reader.records.isEmpty || !reader.faults.isEmpty else { continue }
        try await hand(over: &reader, &faults, take)
        if file.offset > offset {
          advance(file.offset - offset)
          offset = file.offset
        }
      }
      reader.finish()
      try await hand(over: &reader, &faults, take)
      advance(file.length - offset)
    } catch let problem as LineFile.Problem {
      throw CommandFailure.usage("\(problem)")
    }
    return faults
  }

  private func hand(
    over reader: inout DetailReader, _ faults: inout [DetailFault], _ take: (AccountingRecord) async throws -> Void
  ) async throws {
    faults += reader.faults
    reader.faults.removeAll()
    let records = reader.records
    reader.records.removeAll()
    for record in records {
      let accepted: AccountingRecord
      do throws(DetailFault) {
        accepted = try accountingRecord(record)
      } catch {
        faults.append(error)
        continue
      }
      try await take(accepted)
    }
  }

  private func accountingRecord(_ record: DetailRecord) throws(DetailFault) -> AccountingRecord {
    func fault(_ problem: String) -> DetailFault {
      DetailFault(file: path, line: record.line, problem: problem, consequence: .skipped)
    }
    if record.received > now.advanced(byMilliseconds: ReplaySource.futureMax) {
      throw fault("the record is of \(record.received.rfc3339), which is yet to come")
    }
    guard let source = record.source else {
      guard let otherwise else {
        throw fault("the record does not tell which NAS sent it; name its client with --client NAME")
      }
      return record.accountingRecord(client: otherwise.name, source: .v4(IPv4Address(rawValue: 0)), now: now)
    }
    guard let client = clients.index(of: source).map({ clients.clients[$0] }) ?? otherwise else {
      throw fault("\(source) is no client's address; add the client, or name one with --client NAME")
    }
    return record.accountingRecord(client: client.name, source: source, now: now)
  }
}
