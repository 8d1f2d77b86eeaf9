/// The bounds of what can grow while the server runs.
package struct LimitsConfiguration: Equatable, Sendable {
  /// Answered requests that are kept to answer repetitions with the same octets (RFC 5080 §2.2.2).
  package var duplicateCacheEntries = 262_144
  /// How long an answer is kept. RFC 5080 §2.2.2 advises 5 to 30 seconds.
  package var duplicateCacheLifetime: Duration = .seconds(10)
  /// Requests received and not yet answered; more are dropped and counted.
  package var requestsInFlight = 16_384
  /// Requests whose changes are written in one transaction.
  package var commitBatch = 1024
  /// Slow password checks waiting for a thread; more are dropped and counted.
  package var passwordChecks = 1024
  /// Access-Rejects held back by `reject-delay`; beyond, they leave at once.
  package var delayedRejects = 65_536
  /// How long a stopping server waits for what it has received to be answered.
  package var drainTimeout: Duration = .seconds(10)

  /// The defaults.
  package init() {}
}
