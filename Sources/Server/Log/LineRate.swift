import Timebase

/// Bounds how often a kind of line is written: a burst, then so many a second. Tells how many were left out.
struct LineRate {
  /// How many lines of a kind: at once, and a second after that.
  struct Bound {
    var burst: Int64
    var perSecond: Int64

    /// What strangers and broken devices can cause at will.
    static let noise = Bound(burst: 20, perSecond: 10)
    /// What an operator looks for by a user's name: bounded all the same, so that a flood does not fill the disk.
    static let users = Bound(burst: 1000, perSecond: 200)
  }

  /// Kinds that are told apart.
  static let kindsMax = 1024

  private struct Bucket {
    var tokens: Int64
    var filled: Moment
    var suppressed: Int
  }

  private var buckets: [String: Bucket] = [:]

  /// Nil: leave the line out. Else how many were left out since the last one.
  mutating func admit(_ kind: String, _ bound: Bound = .noise, now: Moment) -> Int? {
    if buckets.count > LineRate.kindsMax { buckets.removeAll() }
    let full = bound.burst * 1000
    var bucket = buckets[kind] ?? Bucket(tokens: full, filled: now, suppressed: 0)
    bucket.tokens = min(full, bucket.tokens + bucket.filled.milliseconds(to: now) * bound.perSecond)
    bucket.filled = now
    defer { buckets[kind] = bucket }
    guard bucket.tokens >= 1000 else {
      bucket.suppressed += 1
      return nil
    }
    bucket.tokens -= 1000
    let suppressed = bucket.suppressed
    bucket.suppressed = 0
    return suppressed
  }
}
