package import Timebase

/// What is counted of a NAS, so that the one that loses sessions can be found. The case's name is the column's, and the raw value its place.
package enum LeaseTallyCounter: Int, CaseIterable, Sendable {
  /// Addresses promised by an Accept.
  case offers
  /// Sessions that began: by a Start, an Interim or, where both were lost, a Stop.
  case begun
  /// Of `begun`: no offer of ours was known.
  case adopted
  /// Sessions that were given up, and were alive after all.
  case revived
  /// Sessions that ended with a Stop.
  case stopped
  /// Stops that came after the session had been given up.
  case lateStops
  case endedSilence
  case endedSessionTimeout
  case endedNASReboot
  case endedRebootInferred
  case endedPortReused
  case endedHandedOn
  case endedDisconnected
  case endedOperator
  case endedOtherwise
  /// Accepts that never became a session.
  case neverStarted
  case matchedToken
  case matchedSession
  case matchedUserAndAddress
  case matchedSoleOffer
  /// Packets of a session on an address that another holds.
  case conflicts
  /// Packets of a session that is over, or whose address another holds.
  case stale
  case tokenMismatches
  /// Times that an address came into doubt: suspect, or resting because nobody proved that its user is gone.
  case doubts
  /// Times that one came out of it.
  case doubtsOver
  /// How long those that came out of it had been in it, in milliseconds.
  case doubtMilliseconds

  package var column: String { String(describing: self).lowercased() }
}

/// The counters of one NAS on one day, for the addresses of one pool. Kept by the fold, so that a report reads as many
/// rows as there are NASes and days, and not the ledger.
package struct LeaseTally: Equatable, Sendable {
  package struct Key: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01, UTC.
    package var day: Int64
    package var nas: String
    /// Empty where a packet was of no pool.
    package var pool: String

    package init(day: Int64, nas: String, pool: String) {
      self.day = day
      self.nas = nas
      self.pool = pool
    }

    package static func < (left: Key, right: Key) -> Bool {
      (left.day, left.nas, left.pool) < (right.day, right.nas, right.pool)
    }
  }

  package var key: Key
  /// The first thing that was counted.
  package var first: Timestamp
  /// The longest doubt that came to its end, in milliseconds.
  package var doubtMax: Int64 = 0
  /// In the order of ``LeaseTallyCounter``.
  package var counts = [Int64](repeating: 0, count: LeaseTallyCounter.allCases.count)

  package init(key: Key, first: Timestamp) {
    self.key = key
    self.first = first
  }

  package subscript(counter: LeaseTallyCounter) -> Int64 {
    get { counts[counter.rawValue] }
    set { counts[counter.rawValue] = newValue }
  }

  /// Adds another tally's figures; the key stays.
  package mutating func add(_ other: LeaseTally) {
    first = min(first, other.first)
    doubtMax = max(doubtMax, other.doubtMax)
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  /// The day of an instant.
  package static func day(of time: Timestamp) -> Int64 {
    let days = time.milliseconds / millisecondsPerDay
    return time.milliseconds % millisecondsPerDay < 0 ? days - 1 : days
  }

  /// Midnight, UTC, at which a day begins.
  package static func start(ofDay day: Int64) -> Timestamp {
    Timestamp(milliseconds: day * millisecondsPerDay)
  }

  private static let millisecondsPerDay: Int64 = 86_400_000
}
