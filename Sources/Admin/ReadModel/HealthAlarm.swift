package import Timebase

/// Something that keeps a server from being well.
package struct HealthAlarm: Codable, Equatable, Sendable {
  /// A stable word, such as `commitFailed` or `massBrake`.
  package var id: String
  package var since: Timestamp
  /// A sentence that says what is wrong and what to do.
  package var message: String

  package init(id: String, since: Timestamp, message: String) {
    self.id = id
    self.since = since
    self.message = message
  }
}
