package import ServerCore
import Timebase

extension LimitsConfiguration {
  /// Those of the limits that the engine keeps, as it counts them.
  package var engineLimits: EngineLimits {
    var limits = EngineLimits()
    limits.duplicateCacheEntries = duplicateCacheEntries
    limits.duplicateCacheLifetime = duplicateCacheLifetime.milliseconds
    limits.requestsInFlight = requestsInFlight
    limits.commitBatch = commitBatch
    limits.passwordChecks = passwordChecks
    limits.delayedRejects = delayedRejects
    return limits
  }
}
