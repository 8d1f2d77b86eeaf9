package import Timebase

/// `status`: the outcome of every datagram since the start, and how the server is.
///
/// `received == replied + replayed + Σ dropped + inFlight` (docs/architecture.md).
package struct ServerStatus: Codable, Equatable, Sendable {
  package var received: UInt64
  package var replied: UInt64
  package var replayed: UInt64
  /// By reason.
  package var dropped: [String: UInt64]
  package var inFlight: UInt64
  package var health: ServerHealth
  /// When all this was so.
  package var time: Timestamp
  package var uptimeSeconds: Int64
  package var started: Timestamp
  package var version: String
  package var processID: Int32
  /// What else is counted, by name: decisions, matches by rule, commits.
  package var counters: [String: UInt64]
  /// What keeps `health` from `ok`.
  package var alarms: [HealthAlarm]

  package init(
    received: UInt64 = 0, replied: UInt64 = 0, replayed: UInt64 = 0, dropped: [String: UInt64] = [:],
    inFlight: UInt64 = 0, health: ServerHealth, time: Timestamp, uptimeSeconds: Int64, started: Timestamp,
    version: String, processID: Int32, counters: [String: UInt64] = [:], alarms: [HealthAlarm] = []
  ) {
    self.received = received
    self.replied = replied
    self.replayed = replayed
    self.dropped = dropped
    self.inFlight = inFlight
    self.health = health
    self.time = time
    self.uptimeSeconds = uptimeSeconds
    self.started = started
    self.version = version
    self.processID = processID
    self.counters = counters
    self.alarms = alarms
  }
}
