internal import NetworkAddress

/// What a load found.
package struct LoadReport: Sendable, Encodable {
  package var tally: LoadTally
  /// How long was measured.
  package var seconds: Double
  /// Requests answered a second, in the time that was measured.
  package var answersPerSecond: Double
  /// Sessions ended a second, in the time that was measured.
  package var sessionsPerSecond: Double
  /// Kinds of requests; milliseconds.
  package var latency: [LatencyRow]
  /// The longest time in which requests were under way and no answer came, in milliseconds.
  package var longestPause: Double
  package var answersBySecond: [Int]
  /// Addresses that were given out while another session held them: the first few.
  package var doubleHeldAddresses: [String]
  /// Sessions that were open at the end.
  package var sessionsLeft: Int

  /// Whether the server did what it must never do, or did nothing.
  package var isFaulty: Bool { tally.doubleHeld > 0 || tally.wrongAuthenticators > 0 || tally.answers == 0 }
}

/// What a running load tells.
package struct LoadProgress: Sendable {
  /// The share of the time that is over, from 0 to 1.
  package var share: Double
  package var elapsed: Double
  package var answersPerSecond: Double
  package var underWay: Int
  package var sessions: Int
}
