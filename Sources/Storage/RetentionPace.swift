/// How much of a store goes at a time: as many rows as take a tenth of a second, with a rest as long as that, so that a commit or
/// the fold, which wait for a step at most, wait no longer, on whatever disk.
package struct RetentionPace: Equatable, Sendable {
  /// Milliseconds that a step may take: a request whose commit waits for one is answered long before its NAS asks again.
  package static let stepTime: Int64 = 100
  /// Rows of each kind to a step: where even the fewest take longer, the disk has other cares.
  package static let limits = 250...16_000
  private static let restMin: Int64 = 20

  /// Rows of each kind that the next step takes.
  package private(set) var limit = 500
  /// Milliseconds to rest before it.
  package private(set) var rest = RetentionPace.restMin

  package init() {}

  /// A step took so many milliseconds.
  package mutating func took(_ milliseconds: Int64) {
    if milliseconds > RetentionPace.stepTime {
      limit = max(RetentionPace.limits.lowerBound, limit / 2)
    } else if milliseconds < RetentionPace.stepTime / 3 {
      limit = min(RetentionPace.limits.upperBound, limit * 2)
    }
    rest = max(RetentionPace.restMin, milliseconds)
  }
}
