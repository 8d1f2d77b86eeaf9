package import Admin

/// What a chart of a usage report shows.
package enum UsageFigure: String, CaseIterable, Sendable {
  case sessions
  case users
  /// Octets in and out.
  case traffic
  /// The most sessions online at once: how much of a pool is in use.
  case peak
  case time
  case lost

  package var title: String {
    switch self {
    case .sessions: "Sessions"
    case .users: "Users"
    case .traffic: "Traffic"
    case .peak: "Most sessions online at once"
    case .time: "Time online"
    case .lost: "Lost Stops"
    }
  }

  /// What people expect to see of a grouping.
  package init(for grouping: UsageGrouping) {
    switch grouping {
    case .hour, .cause: self = .sessions
    case .pool: self = .peak
    case .day, .month, .nas, .user: self = .traffic
    }
  }

  /// Its series: one, or two that are stacked.
  package var series: [String] { self == .traffic ? ["out", "in"] : [title] }

  package func values(_ row: UsageRow) -> [Double] {
    switch self {
    case .sessions: [Double(row.sessions)]
    case .users: [Double(row.users ?? 0)]
    case .traffic: [Double(row.outputOctets), Double(row.inputOctets)]
    case .peak: [Double(row.peak ?? 0)]
    case .time: [Double(row.seconds)]
    case .lost: [Double(row.lost ?? 0)]
    }
  }

  package func text(_ value: Double) -> String {
    switch self {
    case .traffic: Quantity.octets(UInt64(max(0, value)))
    case .time: Quantity.span(milliseconds: Int64(value) * 1000)
    case .sessions, .users, .peak, .lost: Quantity.grouped(Int64(value))
    }
  }
}
