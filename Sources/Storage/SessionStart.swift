package import Timebase

/// A session as reports count it by its start.
package struct SessionStart: Equatable, Sendable {
  package var start: Timestamp
  package var user: String
  package var nas: String
  package var pool: String
  /// Acct-Session-Time, seconds.
  package var seconds: Int64
  package var inputOctets: Int64
  package var outputOctets: Int64

  package init(
    start: Timestamp, user: String, nas: String, pool: String, seconds: Int64, inputOctets: Int64, outputOctets: Int64
  ) {
    self.start = start
    self.user = user
    self.nas = nas
    self.pool = pool
    self.seconds = seconds
    self.inputOctets = inputOctets
    self.outputOctets = outputOctets
  }
}
