import TestRandom
package import Timebase

/// How large a year is, and which one: the same plan gives the same year, octet for octet.
package struct YearPlan: Sendable {
  package var seed: UInt64 = 1
  package var subscribers = 5_000
  package var sessions = 10_000_000
  package var nases = 3
  package var start = Timestamp(seconds: 1_735_689_600)
  package var days = 365

  /// Seconds between Interims.
  package static let interimInterval: Int64 = 3_600
  /// Seconds of a session in the mean: with exponential lengths it sends two Interims in the mean, four records in all.
  package static let lengthMean = 2.466 * 3_600

  package init() {}

  /// Seconds between the end of a session and the start of the next one of the same subscriber, in the mean.
  package var gapMean: Double {
    let each = Double(days) * 86_400 * Double(subscribers) / Double(max(1, sessions))
    return max(60, each - YearPlan.lengthMean)
  }
}

extension SeededGenerator {
  mutating func number(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() % UInt64(bound)) }
}
