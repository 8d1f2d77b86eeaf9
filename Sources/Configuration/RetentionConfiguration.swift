/// How long the store keeps what, in milliseconds. Nil: for good.
package struct RetentionConfiguration: Equatable, Sendable {
  package var records: Int64?
  package var sessions: Int64?
  package var ledger: Int64?
  package var authentications: Int64?

  package init() {}

  package static let keys = ["records", "sessions", "ledger", "authentications"]
  /// A day to a hundred years. What is younger than a day may still be needed by a packet that is on its way.
  static let bounds: ClosedRange<Int64> = 86_400_000...3_155_760_000_000
}

extension ConfigurationReader {
  mutating func retention(_ field: Field) -> RetentionConfiguration {
    var retention = RetentionConfiguration()
    guard let section = section(field, known: RetentionConfiguration.keys) else { return retention }
    func age(_ key: String, _ reader: inout ConfigurationReader) -> Int64? {
      guard let field = section[key] else { return nil }
      return reader.duration(field, in: RetentionConfiguration.bounds)
    }
    retention.records = age("records", &self)
    retention.sessions = age("sessions", &self)
    retention.ledger = age("ledger", &self)
    retention.authentications = age("authentications", &self)
    return retention
  }
}
