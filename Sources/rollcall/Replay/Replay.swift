import Accounting
import Admin
import Configuration
import Storage
import StorageSQLite
import Timebase

/// Hands records to the running server, and where none runs to its store, in parts, and counts what became of them.
struct Replay {
  private(set) var added = 0
  private(set) var known = 0
  private let span: ClosedRange<Timestamp>
  private let destination: ReplayDestination
  private var records: [ReplayRecord] = []
  private var length = 0

  /// - Parameter span: the earliest and the latest event of all records.
  init(span: ClosedRange<Timestamp>, to destination: ReplayDestination) {
    self.span = span
    self.destination = destination
  }

  mutating func take(_ record: AccountingRecord) throws {
    let record = ReplayRecord(record)
    if length + record.length > ControlLimits.replayLengthMax { try send(isLast: false) }
    records.append(record)
    length += record.length
  }

  /// Waits until the journal is looked through for what is recorded already. `progress` gets the entries looked at.
  func prepare(progress: (Int) -> Void) throws {
    var before: UInt64?
    while true {
      let batch = ReplayBatch(first: span.lowerBound, last: span.upperBound, records: [])
      let outcome = try destination.take(batch)
      if let before { progress(Int(clamping: before - min(before, outcome.entriesLeft))) }
      before = outcome.entriesLeft
      if outcome.entriesLeft == 0 { return }
    }
  }

  /// Sends what is gathered.
  mutating func flush() throws { if !records.isEmpty { try send(isLast: false) } }

  mutating func finish() throws { try send(isLast: true) }

  private mutating func send(isLast: Bool) throws {
    let batch = ReplayBatch(first: span.lowerBound, last: span.upperBound, records: records, isLast: isLast)
    while true {
      let outcome = try destination.take(batch)
      if outcome.entriesLeft > 0 { continue }
      added += outcome.added
      known += outcome.known
      break
    }
    records.removeAll(keepingCapacity: true)
    length = 0
  }
}
