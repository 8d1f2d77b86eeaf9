package import Timebase

/// A part of a replay. All parts of one say the same span, by which the server knows that they belong together.
package struct ReplayBatch: Codable, Equatable, Sendable {
  /// The earliest and the latest event of the whole replay.
  package var first: Timestamp
  package var last: Timestamp
  package var records: [ReplayRecord]
  /// Nothing follows: what the server has gathered for the replay can go.
  package var isLast: Bool

  package init(first: Timestamp, last: Timestamp, records: [ReplayRecord], isLast: Bool = false) {
    self.first = first
    self.last = last
    self.records = records
    self.isLast = isLast
  }
}

/// What became of a part of a replay.
package struct ReplayOutcome: Codable, Equatable, Sendable {
  /// Journal entries that are yet to be looked through for what is recorded already. Unless 0 nothing was done: send the
  /// part again.
  package var entriesLeft: UInt64
  package var added: Int
  /// Records of events that were recorded already.
  package var known: Int

  package init(entriesLeft: UInt64 = 0, added: Int = 0, known: Int = 0) {
    self.entriesLeft = entriesLeft
    self.added = added
    self.known = known
  }
}
