package import Accounting
package import Timebase

/// The events of a span of time that are recorded, so that a file that is read a second time adds nothing.
///
/// It takes about 16 octets an event.
package struct EventIndex: Sendable {
  /// The events that matter: those of the file, and as many seconds around as two clocks may differ.
  private let seconds: ClosedRange<Int64>
  private var keys: Set<UInt64> = []

  /// - Parameters:
  ///   - first: the earliest event of the file.
  ///   - last: the latest one.
  package init(from first: Timestamp, to last: Timestamp) {
    let low = min(first, last).seconds - EventKey.slackSeconds
    seconds = low...max(low, last.seconds + EventKey.slackSeconds)
  }

  package var count: Int { keys.count }

  /// Takes a record of the journal.
  package mutating func add(_ record: AccountingRecord) {
    guard seconds.contains(record.event.seconds), let key = EventKey(record) else { return }
    keys.insert(key.mixed(second: key.second))
  }

  /// Whether the record tells of an event that is recorded; if not, it is from now on.
  package mutating func contains(orAdds record: AccountingRecord) -> Bool {
    guard let key = EventKey(record) else { return false }
    for second in (key.second - EventKey.slackSeconds)...(key.second + EventKey.slackSeconds)
    where keys.contains(key.mixed(second: second)) { return true }
    keys.insert(key.mixed(second: key.second))
    return false
  }
}
