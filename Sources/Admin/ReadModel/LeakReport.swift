package import Timebase

/// `pool leaks`: what each NAS loses, worst first, and what that does to the pools.
package struct LeakReport: Codable, Equatable, Sendable {
  /// The figures are of whole days, UTC: from this midnight on.
  package var since: Timestamp
  package var until: Timestamp
  package var nases: [NASLeaks]
  package var pools: [PoolOutlook]
}

/// What was counted of one NAS.
package struct NASLeaks: Codable, Equatable, Sendable {
  package var nas: String
  /// Sessions that began, and that ended with a Stop.
  package var begun: Int64 = 0
  package var stopped: Int64 = 0
  /// Sessions that ended without one, by what ended them.
  package var withoutStop: Int64 = 0
  package var silence: Int64 = 0
  package var sessionTimeout: Int64 = 0
  package var nasReboot: Int64 = 0
  package var rebootInferred: Int64 = 0
  package var portReused: Int64 = 0
  package var handedOn: Int64 = 0
  package var disconnected: Int64 = 0
  package var `operator`: Int64 = 0
  /// Of those without a Stop: whose Stop came after they had been given up, and which were alive after all.
  package var lateStops: Int64 = 0
  package var revived: Int64 = 0
  /// Accepts that never became a session.
  package var neverStarted: Int64 = 0
  /// What tied accounting packets to their leases, in per cent of the packets that were; nil: none was.
  package var tokenPercent: Double?
  package var sessionPercent: Double?
  package var userAndAddressPercent: Double?
  package var soleOfferPercent: Double?
  /// Packets of a session on an address that another holds; of sessions that are over; with another session's token.
  package var conflicts: Int64 = 0
  package var stale: Int64 = 0
  package var tokenMismatches: Int64 = 0
  /// Times that an address stood idle in doubt, suspect or quarantined, and for how long, in seconds.
  package var doubts: Int64 = 0
  package var doubtSeconds: Double = 0
  package var doubtMeanSeconds: Double?
  package var doubtLongestSeconds: Double = 0
  /// Sessions whose end its NAS did not tell, of all that ended, in per cent; nil: none ended.
  package var lostPercent: Double?
  /// What is wrong with it, in a sentence; nil: nothing stands out.
  package var fault: String?
}

/// What the loss does to a pool.
package struct PoolOutlook: Codable, Equatable, Sendable {
  package var pool: String
  package var size: Int
  package var free: Int
  /// Addresses suspect and quarantined now.
  package var inDoubt: Int
  /// Addresses that come into doubt in a day, at today's and yesterday's rate.
  package var doubtsPerDay: Double
  /// How long one is in doubt, on average.
  package var doubtMeanSeconds: Double
  /// How many are in doubt at once if it goes on so.
  package var inDoubtExpected: Double
  /// When no address is free if it goes on so; nil: never, since what is lost comes back faster.
  package var runsDry: Timestamp?
}
