package import Accounting
internal import AccountingLog
package import Storage
internal import Synchronization
package import Timebase

/// Keeps from a replay what is recorded already. It looks the journal through for the events of the replay's span, a
/// part at a time, and knows then what has come since.
package final class ReplayFilter: Sendable {
  /// Journal entries looked through for one request, about half a second.
  private static let entriesMax = 200_000
  private static let page = 4_096

  private struct State {
    var span: ClosedRange<Timestamp>?
    var index: EventIndex
    var position = JournalPosition(rawValue: 0)
    var added = 0
    /// A part was let through and is not on disk yet.
    var isWaiting = false
  }

  private let state = Mutex(State(index: EventIndex(from: Timestamp(rawValue: 0), to: Timestamp(rawValue: 0))))

  package init() {}

  /// What is to be recorded of a part; nil entries: the journal is not looked through yet.
  package struct Passed: Sendable {
    package var records: [AccountingRecord] = []
    package var outcome = ReplayOutcome()
  }

  /// The records of the part that are not recorded yet. Call ``settle(isRecorded:)`` once they are, or are not.
  /// - Throws: ``ControlError/Kind/refused`` while another part is under way.
  package func pass(_ batch: ReplayBatch, store: any Store, now: Timestamp) throws -> Passed {
    try state.withLock { state in
      guard !state.isWaiting else {
        throw ControlError(.refused, "another replay is under way; try again when it is done")
      }
      guard batch.first <= batch.last else { throw ControlError(.invalid, "a replay's span ends before it begins") }
      let records = try batch.records.map { record in
        guard let record = record.accountingRecord(now: now) else {
          throw ControlError(.invalid, "a record's packet is no base64")
        }
        return record
      }
      let span = batch.first...batch.last
      if state.span != span {
        state = State(span: span, index: EventIndex(from: span.lowerBound, to: span.upperBound))
      }
      let left = try ReplayFilter.look(through: store, &state)
      guard left == 0 else { return Passed(outcome: ReplayOutcome(entriesLeft: left)) }
      var passed = Passed()
      passed.records = records.filter { !state.index.contains(orAdds: $0) }
      passed.outcome = ReplayOutcome(added: passed.records.count, known: records.count - passed.records.count)
      state.isWaiting = true
      return passed
    }
  }

  /// The part that was let through is on disk, or could not be written.
  /// - Returns: how many records the replay has added so far.
  @discardableResult
  package func settle(isRecorded: Bool, _ passed: Passed, isLast: Bool = false) -> Int {
    state.withLock { state in
      state.isWaiting = false
      state.added += isRecorded ? passed.records.count : 0
      let added = state.added
      // What was not written must not count as known.
      if !isRecorded || isLast { state.span = nil }
      if state.span == nil { state.index = EventIndex(from: Timestamp(rawValue: 0), to: Timestamp(rawValue: 0)) }
      return added
    }
  }

  /// Returns how many entries are left.
  private static func look(through store: any Store, _ state: inout State) throws -> UInt64 {
    let end = try store.position()
    var looked = 0
    while state.position < end, looked < entriesMax {
      let items = try store.journal(after: state.position, limit: page)
      guard let last = items.last else { return 0 }
      for case .accounting(let record) in items.lazy.map(\.entry) { state.index.add(record) }
      state.position = last.position
      looked += items.count
    }
    return end.rawValue - min(end.rawValue, state.position.rawValue)
  }
}
