/// What `accounting report` gathers figures by.
package enum UsageGrouping: String, Codable, CaseIterable, Sendable {
  case hour, day, month
  case nas, pool, user, cause

  /// Whether its rows are spans of time, one after the other.
  package var isTime: Bool { self == .hour || self == .day || self == .month }
}
