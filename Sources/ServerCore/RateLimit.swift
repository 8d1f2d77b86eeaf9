/// How many requests a client may send.
package struct RateLimit: Equatable, Sendable {
  /// In the long run.
  package var perSecond: Int
  /// At once, after a silence.
  package var burst: Int

  package init(perSecond: Int, burst: Int) {
    self.perSecond = perSecond
    self.burst = burst
  }
}
