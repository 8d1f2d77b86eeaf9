/// An instant on a monotonic clock, in milliseconds since an arbitrary start.
///
/// Deadlines of a running server are moments, so that a step of the wall clock ends no lease. A moment means nothing
/// in another process; the store keeps ``Timestamp``s.
package struct Moment: RawRepresentable, Hashable, Comparable, Sendable {
  package var rawValue: Int64

  @inlinable package init(rawValue: Int64) { self.rawValue = rawValue }
  @inlinable package init(milliseconds: Int64) { self.rawValue = milliseconds }

  @inlinable package static func == (left: Moment, right: Moment) -> Bool { left.rawValue == right.rawValue }
  @inlinable package static func < (left: Moment, right: Moment) -> Bool { left.rawValue < right.rawValue }

  /// The moment `span` milliseconds later. Saturates instead of overflowing.
  @inlinable package func advanced(byMilliseconds span: Int64) -> Moment {
    let (sum, overflow) = rawValue.addingReportingOverflow(span)
    return Moment(rawValue: overflow ? (span > 0 ? .max : .min) : sum)
  }

  /// Milliseconds from `self` to `other`; negative when `other` is earlier. Saturates instead of overflowing.
  @inlinable package func milliseconds(to other: Moment) -> Int64 {
    let (difference, overflow) = other.rawValue.subtractingReportingOverflow(rawValue)
    return overflow ? (other > self ? .max : .min) : difference
  }
}

/// Both clocks, read together: what the core is told instead of reading a clock itself.
package struct Now: Hashable, Sendable {
  package var wall: Timestamp
  package var moment: Moment

  package init(wall: Timestamp, moment: Moment) {
    self.wall = wall
    self.moment = moment
  }

  /// The wall time at which `deadline` falls if the wall clock does not step until then.
  package func wallTime(of deadline: Moment) -> Timestamp {
    wall.advanced(byMilliseconds: moment.milliseconds(to: deadline))
  }
}
