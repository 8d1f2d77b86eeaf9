/// What recorded traffic would have come to under a configuration.
package struct RehearsalReport: Equatable, Sendable, Codable {
  /// Of one pool.
  package struct Pool: Equatable, Sendable, Codable {
    package var pool: String
    package var size: Int
    /// Most addresses that were not free at once, and when, and how many of them then had a session.
    package var peak = 0
    package var peakTime = ""
    package var peakActive = 0
    /// Asks that found it empty.
    package var rejected = 0
    /// Addresses that would have been enough for every ask.
    package var needed = 0
  }

  package var pools: [Pool]
  /// From the first record to the last.
  package var from = ""
  package var until = ""
  package var records = 0
  package var asks = 0
  package var sessions = 0
  /// Asks that were rejected, by reason.
  package var rejected: [String: Int] = [:]
  /// Sessions that the configured Session-Timeout ends earlier than they ended.
  package var cutShort = 0
  /// Sessions without a Stop that may have been up still when the records end.
  package var openAtEnd = 0
  /// Sessions that ended without a Stop, and how many of their addresses came back all the same, by what brought them.
  package var withoutStop = 0
  package var leaksAvoided: [String: Int] = [:]
  /// How long such an address stood idle: the mean and the longest, in seconds.
  package var idleMeanSeconds = 0.0
  package var idleLongestSeconds = 0.0
  /// Addresses that were still held at the end, long after the last record.
  package var stillHeld = 0
  /// Sessions whose address went to another while they still used it.
  package var lostAddress = 0

  package init(pools: [Pool]) { self.pools = pools }
}
