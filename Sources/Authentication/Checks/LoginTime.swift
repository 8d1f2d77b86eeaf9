package import Timebase

/// When a user may log in, in UUCP's notation: `Wk0855-2305,Sa,Su2305-1655`.
///
/// Days are `Mo Tu We Th Fr Sa Su`, `Wk` for Monday to Friday, `Any` or `Al` for every day, and ranges such as
/// `Mo-We`; several may follow each other (`MoWe0900-1700`). Times are `HHMM-HHMM`, both minutes included, and go over
/// midnight where the end is before the start: into the early hours of the *same* named day, as FreeRADIUS reads it.
/// Without times the whole day is meant, without days every day. Parts are separated by `,` or `|`.
package struct LoginTime: Equatable, Sendable {
  package enum Verdict: Equatable, Sendable {
    /// Not at this time.
    case outside
    /// At any time.
    case unlimited
    /// Now, and this many seconds more; at least 1.
    case seconds(Int)
  }

  private static let minutesPerDay = 24 * 60
  private static let minutesPerWeek = 7 * minutesPerDay

  /// Minutes of the week from Sunday 00:00, in order, apart from each other.
  let windows: [Range<Int>]

  /// Nil for anything that is not in the notation above.
  package init?(_ text: String) {
    var minutes = [Bool](repeating: false, count: LoginTime.minutesPerWeek)
    let parts = text.lowercased().utf8.split(omittingEmptySubsequences: false) {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "|")
    }
    for part in parts {
      guard let (days, range) = LoginTime.read(LoginTime.trim(part)) else { return nil }
      for day in days { LoginTime.fill(&minutes, day: day, range) }
    }
    windows = LoginTime.windows(of: minutes)
  }

  /// Whether `now` lies in a window, and for how long. The local time zone is `secondsEast` of Greenwich.
  package func verdict(at now: Timestamp, secondsEastOfUTC secondsEast: Int) -> Verdict {
    let local = Timestamp(seconds: now.seconds &+ Int64(secondsEast))
    let time = CivilTime(local)
    let second = ((time.weekday * 24 + time.hour) * 60 + time.minute) * 60 + time.second
    let week = LoginTime.minutesPerWeek
    guard let window = windows.first(where: { $0.contains(second / 60) }) else { return .outside }
    if window.count == week { return .unlimited }
    var end = window.upperBound
    // A window that reaches the end of the week goes on where it begins.
    if end == week, let first = windows.first, first.lowerBound == 0 { end += first.upperBound }
    return .seconds(end * 60 - second)
  }

  private static func trim(_ part: Substring.UTF8View) -> [UInt8] {
    Array(part.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed())
  }

  /// Days and minutes of one part; nil when it is malformed.
  private static func read(_ part: [UInt8]) -> (days: [Int], minutes: ClosedRange<Int>?)? {
    let digit = part.firstIndex { (0x30...0x39).contains($0) } ?? part.count
    var names = part[..<digit]
    var days: [Int] = []
    if names.isEmpty, digit < part.count { days = Array(0...6) }
    while !names.isEmpty {
      guard let first = day(&names) else { return nil }
      guard names.first == UInt8(ascii: "-") else {
        days += first
        continue
      }
      names = names.dropFirst()
      guard first.count == 1, let last = day(&names), last.count == 1 else { return nil }
      var next = first[0]
      days.append(next)
      while next != last[0] {
        next = (next + 1) % 7
        days.append(next)
      }
    }
    guard !days.isEmpty else { return nil }
    if digit == part.count { return (days, nil) }
    guard let minutes = times(part[digit...]) else { return nil }
    return (days, minutes)
  }

  private static func day(_ names: inout ArraySlice<UInt8>) -> [Int]? {
    let known: [(String, [Int])] = [
      ("any", Array(0...6)), ("al", Array(0...6)), ("wk", Array(1...5)), ("su", [0]), ("mo", [1]), ("tu", [2]),
      ("we", [3]), ("th", [4]), ("fr", [5]), ("sa", [6]),
    ]
    for (name, days) in known where names.starts(with: name.utf8) {
      names = names.dropFirst(name.utf8.count)
      return days
    }
    return nil
  }

  /// `HHMM` or `HHMM-HHMM` as minutes of the day. The end may be less than the start: then it is given 24 hours more.
  private static func times(_ text: ArraySlice<UInt8>) -> ClosedRange<Int>? {
    let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count) else { return nil }
    var minutes: [Int] = []
    for part in parts {
      guard part.count == 4, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      let digits = part.map { Int($0) - 0x30 }
      let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
      guard minute < 60, hour < 24 || (hour == 24 && minute == 0) else { return nil }
      minutes.append(min(hour * 60 + minute, minutesPerDay - 1))
    }
    let (start, end) = (minutes[0], minutes[minutes.count - 1])
    return start...(end < start ? end + minutesPerDay : end)
  }

  private static func fill(_ minutes: inout [Bool], day: Int, _ range: ClosedRange<Int>?) {
    for minute in range ?? 0...(minutesPerDay - 1) { minutes[day * minutesPerDay + minute % minutesPerDay] = true }
  }

  private static func windows(of minutes: [Bool]) -> [Range<Int>] {
    var windows: [Range<Int>] = []
    var start: Int?
    for minute in 0...minutes.count {
      let isOpen = minute < minutes.count && minutes[minute]
      if isOpen, start == nil { start = minute }
      if !isOpen, let begun = start {
        windows.append(begun..<minute)
        start = nil
      }
    }
    return windows
  }
}
