/// The bounds of what can grow in the engine, as configured.
package struct EngineLimits: Equatable, Sendable {
  /// Answers kept for repetitions (RFC 5080 §2.2.2).
  package var duplicateCacheEntries = 262_144
  /// How long an answer is kept, in milliseconds.
  package var duplicateCacheLifetime: Int64 = 10_000
  /// Requests on their way to the disk, or to a slow password check; more are dropped.
  package var requestsInFlight = 16_384
  /// Of those, how many may be there for an Access-Request to be let in.
  var authenticationsInFlight: Int { max(1, requestsInFlight - requestsInFlight / 4) }
  /// Requests whose changes are written in one transaction.
  package var commitBatch = 1024
  /// Slow password checks under way at once; more are dropped.
  package var passwordChecks = 1024
  /// Access-Rejects held back at once; beyond, they leave at once.
  package var delayedRejects = 65_536

  /// Accounting events remembered, to know a repetition with a new Identifier.
  package static let eventsRemembered = 262_144
  /// Entries at the end of the journal that a starting server reads, to know repetitions of what it had recorded.
  package static let entriesRecalled = 65_536
  /// Source addresses whose habits are remembered.
  package static let sourcesRemembered = 65_536
  /// What happened since the shell last took it, for the log.
  package static let eventsPendingMax = 4096
  /// Leases that one pass of the sweep ends.
  package static let sweepBatch = 4096

  package init() {}
}
