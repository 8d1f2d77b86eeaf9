/// An instant on the wall clock, in milliseconds since 1970-01-01T00:00:00Z.
///
/// The store keeps these, and people read them. Deadlines of a running server do not use them: see ``Moment``.
package struct Timestamp: RawRepresentable, Hashable, Comparable, Sendable {
  /// Milliseconds since the Unix epoch.
  package var rawValue: Int64

  @inlinable package init(rawValue: Int64) { self.rawValue = rawValue }
  @inlinable package init(milliseconds: Int64) { self.rawValue = milliseconds }

  /// Saturates instead of overflowing.
  package init(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    rawValue = overflow ? (seconds > 0 ? .max : .min) : product
  }

  @inlinable package var milliseconds: Int64 { rawValue }
  /// Whole seconds since the Unix epoch, rounded down.
  package var seconds: Int64 { rawValue / 1000 - (rawValue % 1000 < 0 ? 1 : 0) }

  @inlinable package static func == (left: Timestamp, right: Timestamp) -> Bool { left.rawValue == right.rawValue }
  @inlinable package static func < (left: Timestamp, right: Timestamp) -> Bool { left.rawValue < right.rawValue }

  /// The instant `span` milliseconds later. Saturates instead of overflowing.
  @inlinable package func advanced(byMilliseconds span: Int64) -> Timestamp {
    let (sum, overflow) = rawValue.addingReportingOverflow(span)
    return Timestamp(rawValue: overflow ? (span > 0 ? .max : .min) : sum)
  }

  /// Milliseconds from `self` to `other`; negative when `other` is earlier.
  @inlinable package func milliseconds(to other: Timestamp) -> Int64 {
    let (difference, overflow) = other.rawValue.subtractingReportingOverflow(rawValue)
    return overflow ? (other > self ? .max : .min) : difference
  }
}
