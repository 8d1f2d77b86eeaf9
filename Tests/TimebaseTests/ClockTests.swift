import Testing
import Timebase

/// Arithmetic of instants and spans, at its bounds most of all: a deadline that wraps around is a lease that ends at
/// once or never.
@Suite struct ClockTests {
  @Test(
    arguments: [
      (0, 5, 5), (5, -7, -2), (.max, 1, .max), (.max - 3, 4, .max), (.min, -1, .min), (.min, .min, .min),
      (0, .max, .max), (-1, .min, .min), (.max, -1, .max - 1),
    ] as [(Int64, Int64, Int64)])
  func `an instant advances and stops at the bounds`(start: Int64, span: Int64, expected: Int64) {
    #expect(Timestamp(milliseconds: start).advanced(byMilliseconds: span).milliseconds == expected)
    #expect(Moment(milliseconds: start).advanced(byMilliseconds: span).rawValue == expected)
  }

  @Test(
    arguments: [
      (0, 5, 5), (5, 0, -5), (-1, .max, .max), (.min, 0, .max), (.min, .max, .max), (.max, .min, .min),
      (1, .min, .min), (.max, .max, 0), (0, .min, .min),
    ] as [(Int64, Int64, Int64)])
  func `the span between two instants stops at the bounds`(start: Int64, end: Int64, expected: Int64) {
    #expect(Timestamp(milliseconds: start).milliseconds(to: Timestamp(milliseconds: end)) == expected)
    #expect(Moment(milliseconds: start).milliseconds(to: Moment(milliseconds: end)) == expected)
  }

  @Test(
    arguments: [
      (0, 0), (999, 0), (1000, 1), (-1, -1), (-999, -1), (-1000, -1), (-1001, -2), (.max, 9_223_372_036_854_775),
      (.min, -9_223_372_036_854_776),
    ] as [(Int64, Int64)])
  func `whole seconds are rounded down`(milliseconds: Int64, seconds: Int64) {
    #expect(Timestamp(milliseconds: milliseconds).seconds == seconds)
  }

  @Test(
    arguments: [
      (0, 0), (-2, -2000), (1_772_373_900, 1_772_373_900_000), (.max, .max), (.min, .min),
      (9_223_372_036_854_776, .max), (-9_223_372_036_854_776, .min),
    ] as [(Int64, Int64)])
  func `seconds become milliseconds and stop at the bounds`(seconds: Int64, milliseconds: Int64) {
    #expect(Timestamp(seconds: seconds).milliseconds == milliseconds)
  }

  @Test(
    arguments: [
      (.zero, 0), (.milliseconds(1), 1), (.microseconds(1999), 1), (.microseconds(-1999), -1), (.seconds(-3), -3000),
      (.milliseconds(86_400_000), 86_400_000), (.seconds(Int64.max), .max), (.seconds(Int64.min), .min),
      (.seconds(9_223_372_036_854_775) + .milliseconds(807), .max),
      (.seconds(9_223_372_036_854_775) + .milliseconds(808), .max),
      (.seconds(-9_223_372_036_854_775) - .milliseconds(809), .min),
    ] as [(Duration, Int64)])
  func `a duration is counted in whole milliseconds`(duration: Duration, milliseconds: Int64) {
    #expect(duration.milliseconds == milliseconds)
  }

  @Test func `instants are ordered`() {
    #expect(Timestamp(milliseconds: -1) < Timestamp(milliseconds: 0))
    #expect(Moment(milliseconds: .min) < Moment(milliseconds: .max))
    #expect(!(Moment(milliseconds: 7) < Moment(milliseconds: 7)))
  }

  @Test func `a deadline is told in wall time by the span that is left`() {
    let now = Now(wall: Timestamp(seconds: 1000), moment: Moment(milliseconds: 50))
    #expect(now.wallTime(of: Moment(milliseconds: 60_050)) == Timestamp(seconds: 1060))
    #expect(now.wallTime(of: Moment(milliseconds: 0)) == Timestamp(milliseconds: 999_950))
    #expect(now.wallTime(of: Moment(rawValue: .max)) == Timestamp(rawValue: .max))
  }
}
