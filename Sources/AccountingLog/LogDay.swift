package import Timebase

/// A day of the local calendar.
package struct LogDay: Hashable, Comparable, Sendable {
  package var year: Int
  package var month: Int
  package var day: Int

  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  package init(_ time: Timestamp, secondsEast: Int) {
    let civil = CivilTime(time.advanced(byMilliseconds: Int64(secondsEast) * 1000))
    self.init(year: civil.year, month: civil.month, day: civil.day)
  }

  package static func < (left: LogDay, right: LogDay) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// `20261124`.
  package var digits: String { LogDay.digits(year, 4) + LogDay.digits(month, 2) + LogDay.digits(day, 2) }

  static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
