import Timebase

/// Counts the requests of the clients that have a ``RateLimit``: a bucket of tokens for each.
struct RateLimiter {
  private struct Bucket {
    let limit: RateLimit
    /// Thousandths of a request that are left.
    var tokens: Int64
    var filled: Moment
  }

  /// By the client's place in the table; those without a limit have none.
  private var buckets: [Int: Bucket] = [:]

  /// The last part of a burst is accounting's: a device that guesses passwords as fast as it can loses no Stop.
  private static let accountingShare: Int64 = 4

  init(_ clients: [ClientDefinition]) {
    for (index, client) in clients.enumerated() {
      guard let limit = client.rateLimit else { continue }
      buckets[index] = Bucket(limit: limit, tokens: Int64(limit.burst) * 1000, filled: Moment(rawValue: .min))
    }
  }

  /// Whether a request of the client may pass; it is counted then.
  mutating func admits(_ client: Int, isAccounting: Bool, now: Moment) -> Bool {
    guard !buckets.isEmpty, var bucket = buckets[client] else { return true }
    let full = Int64(bucket.limit.burst) * 1000
    if bucket.filled < now {
      let span = bucket.filled.rawValue == .min ? 0 : bucket.filled.milliseconds(to: now)
      let (gained, overflow) = span.multipliedReportingOverflow(by: Int64(bucket.limit.perSecond))
      bucket.tokens = overflow ? full : min(full, bucket.tokens + min(gained, full))
      bucket.filled = now
    }
    let kept = isAccounting ? 0 : full / RateLimiter.accountingShare
    let admits = bucket.tokens - kept >= 1000
    if admits { bucket.tokens -= 1000 }
    buckets[client] = bucket
    return admits
  }
}
