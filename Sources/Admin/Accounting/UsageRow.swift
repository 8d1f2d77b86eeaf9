package import Timebase

/// A line of `accounting report`. What makes no sense for its grouping is nil.
package struct UsageRow: Codable, Equatable, Sendable {
  /// The name, or the span of time as the zone's clocks show it.
  package var name: String
  /// When the span begins.
  package var from: Timestamp?
  /// Sessions that began; by cause, those that ended.
  package var sessions: Int64 = 0
  /// Users whose sessions began.
  package var users: Int?
  /// Seconds online: in the span, or by user and cause of those sessions as wholes.
  package var seconds: Int64 = 0
  /// Octets: as they were reported, or by user and cause of those sessions as wholes.
  package var inputOctets: Int64 = 0
  package var outputOctets: Int64 = 0
  /// The most sessions that were online at once, looked at every minute.
  package var peak: Int64?
  /// Sessions that ended.
  package var ended: Int64?
  /// Of those that ended: how many without a Stop.
  package var lost: Int64?
  /// The mean length in seconds of the sessions that ended; by user, of those that began.
  package var meanSeconds: Double?

  package init(name: String, from: Timestamp? = nil) {
    self.name = name
    self.from = from
  }
}
