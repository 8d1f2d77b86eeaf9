package import Timebase

/// `accounting report`: what the NASes' accounting adds up to.
package struct UsageReport: Codable, Equatable, Sendable {
  package var by: UsageGrouping
  /// The span that was counted, in whole quarters of an hour.
  package var from: Timestamp
  package var to: Timestamp
  /// By time in its order; else the most octets first.
  package var rows: [UsageRow]
  /// All of them together.
  package var total: UsageRow
}
