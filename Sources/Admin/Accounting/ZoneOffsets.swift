package import Timebase

/// A time zone over a span of time, as far as a report needs it: what its clocks show east of Greenwich, and when that
/// changes. The asker knows zones; who answers needs no zone database.
package struct ZoneOffsets: Codable, Equatable, Sendable {
  package struct Change: Codable, Equatable, Sendable {
    package var at: Timestamp
    /// Seconds east of Greenwich from then on.
    package var offset: Int
  }

  /// Seconds east of Greenwich before the first change.
  package var first: Int
  /// In the order of time.
  package var changes: [Change]

  package init(first: Int = 0, changes: [Change] = []) {
    self.first = first
    self.changes = changes
  }

  /// Looks the zone up from `start` to `end`: `secondsEast` tells it at an instant.
  package init(from start: Timestamp, to end: Timestamp, secondsEast: (Timestamp) -> Int) {
    // Zones do not change twice in so short a time.
    let step: Int64 = 6 * 3_600_000
    first = secondsEast(start)
    changes = []
    var time = start
    var offset = first
    while time < end {
      let next = time.advanced(byMilliseconds: step)
      let after = secondsEast(next)
      if after != offset {
        var (low, high) = (time.seconds, next.seconds)
        while high - low > 1 {
          let middle = (low + high) / 2
          if secondsEast(Timestamp(seconds: middle)) == offset { low = middle } else { high = middle }
        }
        changes.append(Change(at: Timestamp(seconds: high), offset: after))
        offset = after
      }
      time = next
    }
  }

  package func offset(at time: Timestamp) -> Int { changes.last { $0.at <= time }?.offset ?? first }

  /// What the zone's clocks show.
  package func civil(_ time: Timestamp) -> CivilTime {
    CivilTime(time.advanced(byMilliseconds: Int64(offset(at: time)) * 1000))
  }

  /// The first instant at which the zone's clocks show `civil`, or the first after it where they pass over it.
  package func instant(_ civil: CivilTime) -> Timestamp {
    let shown = civil.timestamp
    var begin: Timestamp?
    var offset = first
    for change in changes + [Change(at: Timestamp(rawValue: .max), offset: 0)] {
      let instant = shown.advanced(byMilliseconds: -Int64(offset) * 1000)
      if let begin, instant < begin { return begin }
      if instant < change.at { return instant }
      (begin, offset) = (change.at, change.offset)
    }
    return shown
  }
}
