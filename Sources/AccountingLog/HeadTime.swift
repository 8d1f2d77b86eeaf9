import Timebase

/// The line above a record in a detail file: a time as C's `ctime` writes it, `Tue Nov 24 08:44:37 2026`.
enum HeadTime {
  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `time` in the zone that is `secondsEast` of Greenwich.
  static func text(_ time: Timestamp, secondsEast: Int) -> String {
    let civil = CivilTime(time.advanced(byMilliseconds: Int64(secondsEast) * 1000))
    let clock = [civil.hour, civil.minute, civil.second].map { ($0 < 10 ? "0" : "") + String($0) }
    let day = (civil.day < 10 ? " " : "") + String(civil.day)
    return "\(weekdays[civil.weekday]) \(months[civil.month - 1]) \(day) \(clock.joined(separator: ":")) \(civil.year)"
  }

  /// The instant; nil for any other line.
  static func time(_ line: some StringProtocol, secondsEast: (Timestamp) -> Int) -> Timestamp? {
    let words = line.split(separator: " ")
    guard words.count == 5, let month = months.firstIndex(where: { $0 == words[1] }), let day = Int(words[2]),
      let year = Int(words[4])
    else { return nil }
    let clock = words[3].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3 else { return nil }
    let civil = CivilTime(
      year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1], second: clock[2])
    guard civil.isValid else { return nil }
    let asUTC = civil.timestamp
    // The offset at the instant itself: near a change of the clocks the first guess may be an hour off.
    let first = asUTC.advanced(byMilliseconds: Int64(-secondsEast(asUTC)) * 1000)
    return asUTC.advanced(byMilliseconds: Int64(-secondsEast(first)) * 1000)
  }
}
