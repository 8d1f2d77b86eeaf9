import Testing
import Timebase

/// The calendar against days that are known, and against itself.
@Suite struct CivilTimeTests {
  struct Day: Sendable {
    let year: Int
    let month: Int
    let day: Int
    let daysSinceEpoch: Int64
    let weekday: Int
  }

  @Test(arguments: [
    Day(year: 1970, month: 1, day: 1, daysSinceEpoch: 0, weekday: 4),
    Day(year: 1969, month: 12, day: 31, daysSinceEpoch: -1, weekday: 3),
    Day(year: 1969, month: 12, day: 26, daysSinceEpoch: -6, weekday: 5),
    Day(year: 1969, month: 12, day: 25, daysSinceEpoch: -7, weekday: 4),
    Day(year: 2000, month: 2, day: 29, daysSinceEpoch: 11_016, weekday: 2),
    Day(year: 2000, month: 3, day: 1, daysSinceEpoch: 11_017, weekday: 3),
    Day(year: 2026, month: 11, day: 24, daysSinceEpoch: 20_781, weekday: 2),
    Day(year: 2038, month: 1, day: 19, daysSinceEpoch: 24_855, weekday: 2),
    Day(year: 2100, month: 3, day: 1, daysSinceEpoch: 47_541, weekday: 1),
    Day(year: 1900, month: 2, day: 28, daysSinceEpoch: -25_509, weekday: 3),
    Day(year: 1900, month: 3, day: 1, daysSinceEpoch: -25_508, weekday: 4),
    Day(year: 0, month: 1, day: 1, daysSinceEpoch: -719_528, weekday: 6),
    Day(year: 9999, month: 12, day: 31, daysSinceEpoch: 2_932_896, weekday: 5),
  ])
  func `a known day has its number and its weekday`(day: Day) {
    let time = CivilTime(year: day.year, month: day.month, day: day.day)
    #expect(time.timestamp.milliseconds == day.daysSinceEpoch * 86_400_000)
    #expect(time.weekday == day.weekday)
    #expect(CivilTime(Timestamp(milliseconds: day.daysSinceEpoch * 86_400_000)) == time)
  }

  @Test func `every day of eight centuries follows the one before`() {
    var expected = CivilTime(year: 1600, month: 1, day: 1)
    let start = expected.timestamp
    for offset in 0..<292_194 {
      let time = CivilTime(start.advanced(byMilliseconds: Int64(offset) * 86_400_000))
      guard time == expected, time.isValid, time.timestamp.milliseconds % 86_400_000 == 0 else {
        Issue.record("day \(offset) after 1600-01-01 reads as \(time), not \(expected)")
        return
      }
      expected.day += 1
      if !expected.isValid { (expected.month, expected.day) = (expected.month + 1, 1) }
      if !expected.isValid { (expected.year, expected.month) = (expected.year + 1, 1) }
    }
    #expect(expected == CivilTime(year: 2400, month: 1, day: 1))
  }

  @Test(arguments: [
    (milliseconds: Int64(-1), hour: 23, minute: 59, second: 59, millisecond: 999),
    (milliseconds: Int64(0), hour: 0, minute: 0, second: 0, millisecond: 0),
    (milliseconds: Int64(-86_399_999), hour: 0, minute: 0, second: 0, millisecond: 1),
    (milliseconds: Int64(45_296_789), hour: 12, minute: 34, second: 56, millisecond: 789),
  ])
  func `the time of day is counted from midnight on both sides of the epoch`(
    milliseconds: Int64, hour: Int, minute: Int, second: Int, millisecond: Int
  ) {
    let time = CivilTime(Timestamp(milliseconds: milliseconds))
    #expect(time.hour == hour)
    #expect(time.minute == minute)
    #expect(time.second == second)
    #expect(time.millisecond == millisecond)
    #expect(time.timestamp.milliseconds == milliseconds)
  }

  @Test(arguments: [
    CivilTime(year: 2023, month: 2, day: 29), CivilTime(year: 1900, month: 2, day: 29),
    CivilTime(year: 2026, month: 4, day: 31), CivilTime(year: 2026, month: 0, day: 1),
    CivilTime(year: 2026, month: 13, day: 1), CivilTime(year: 2026, month: 1, day: 0),
    CivilTime(year: 2026, month: 1, day: 32), CivilTime(year: -1, month: 1, day: 1),
    CivilTime(year: 10_000, month: 1, day: 1), CivilTime(year: 2026, month: 1, day: 1, hour: 24),
    CivilTime(year: 2026, month: 1, day: 1, minute: 60), CivilTime(year: 2026, month: 1, day: 1, second: 61),
    CivilTime(year: 2026, month: 1, day: 1, millisecond: 1000),
  ])
  func `a day or time that does not exist is not valid`(time: CivilTime) {
    #expect(!time.isValid)
  }

  @Test(arguments: [
    CivilTime(year: 2024, month: 2, day: 29), CivilTime(year: 2000, month: 2, day: 29),
    CivilTime(year: 2026, month: 12, day: 31, hour: 23, minute: 59, second: 60, millisecond: 999),
    CivilTime(year: 0, month: 1, day: 1),
  ])
  func `a day and time that exists is valid, a leap second included`(time: CivilTime) {
    #expect(time.isValid)
  }
}
