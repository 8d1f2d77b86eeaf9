package import Timebase

/// Figures that the fold keeps up to date, so that a report reads as many rows as there are times and NASes, and not the
/// sessions.
///
/// Times are counted in quarters of an hour, for every time zone's hours and days begin at one of them.
package struct Rollup: Equatable, Sendable {
  /// The raw value is the order.
  package enum Table: Int, CaseIterable, Sendable {
    /// By quarter of an hour: sessions that began and ended in it, and the octets that were reported in it.
    case usage
    /// By the quarter of an hour of its end, and by Acct-Terminate-Cause: sessions as wholes.
    case ending
    /// By quarter of an hour, and in it minute by minute: sessions that began less those that ended, for how many there
    /// were at once.
    case online
    /// By the day of its start (UTC) and by user: sessions as wholes.
    case userday
    /// By the quarter of an hour of its start, and by user: for how many users there were.
    case userslot

    package var name: String {
      switch self {
      case .usage: "usage"
      case .ending: "ending"
      case .online: "online"
      case .userday: "userday"
      case .userslot: "userslot"
      }
    }

    /// Whether its keys have a name: a cause or a user.
    package var keepsName: Bool { self == .ending || self == .userday || self == .userslot }

    /// Seconds to a unit of its times.
    package var unit: Int64 {
      switch self {
      case .usage, .ending, .online, .userslot: Rollup.slotSeconds
      case .userday: 86_400
      }
    }

    /// The figures, in the order of ``Rollup/counts``.
    package var columns: [String] { Table.columns[rawValue] }

    private static let columns = allCases.map { table -> [String] in
      switch table {
      case .usage: ["begun", "ended", "begunrest", "endedrest", "inputoctets", "outputoctets"]
      case .ending: ["sessions", "lost", "seconds", "inputoctets", "outputoctets"]
      case .online: (0..<Rollup.slotMinutes).map { "minute\($0)" }
      case .userday: ["sessions", "seconds", "inputoctets", "outputoctets"]
      case .userslot: ["sessions"]
      }
    }

    /// The unit of an instant, counted from 1970.
    package func unit(of time: Timestamp) -> Int64 {
      let seconds = time.seconds
      return seconds >= 0 ? seconds / unit : (seconds - unit + 1) / unit
    }

    /// When a unit begins.
    package func start(ofUnit number: Int64) -> Timestamp { Timestamp(seconds: number &* unit) }
  }

  package struct Key: Hashable, Comparable, Sendable {
    package var table: Table
    /// Units of the table's since 1970, UTC.
    package var time: Int64
    package var nas: String
    /// Empty: the session has no address of a pool of ours.
    package var pool: String
    /// The user or the cause, by the table; else empty.
    package var name: String

    package init(table: Table, time: Int64, nas: String, pool: String, name: String = "") {
      self.table = table
      self.time = time
      self.nas = nas
      self.pool = pool
      self.name = name
    }

    package static func < (left: Key, right: Key) -> Bool {
      (left.table.rawValue, left.time, left.nas, left.pool, left.name)
        < (right.table.rawValue, right.time, right.nas, right.pool, right.name)
    }
  }

  /// A quarter of an hour.
  package static let slotSeconds: Int64 = 900
  package static let slotMinutes = 15

  /// Room for a figure of every minute of a quarter of an hour.
  package typealias Counts = SIMD16<Int64>

  package var key: Key
  /// In the order of ``Table/columns``. What is taken back is negative.
  package var counts: Counts

  package init(key: Key, counts: Counts) {
    self.key = key
    self.counts = counts
  }

  /// Octets in a sum: what 62 bits hold, so that sums of hostile counters do not overflow soon.
  static func octets(_ count: UInt64?) -> Int64 { Int64(clamping: min(count ?? 0, 1 << 62)) }
}

extension Rollup.Counts {
  /// The first figures; the others are 0.
  package init(
    _ first: Int64, _ second: Int64 = 0, _ third: Int64 = 0, _ fourth: Int64 = 0, _ fifth: Int64 = 0, _ sixth: Int64 = 0
  ) {
    self.init(lowHalf: SIMD8(first, second, third, fourth, fifth, sixth, 0, 0), highHalf: .zero)
  }
}
