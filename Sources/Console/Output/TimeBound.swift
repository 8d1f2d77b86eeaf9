package import Timebase

/// The ends of a span of time as operators type them: a time as ``OperatorTime`` reads it, a span before now such as `7d`,
/// a day or a month. A day or a month as the end is counted too.
package enum TimeBound {
  /// Nil for what is none of these. `secondsEast`: the local zone at an instant.
  package static func parse(
    _ text: String, isEnd: Bool, now: Timestamp, secondsEast: (Timestamp) -> Int
  ) -> Timestamp? {
    switch text {
    case "now": return now
    case "today": return midnight(of: now, plus: isEnd ? 1 : 0, secondsEast)
    case "yesterday": return midnight(of: now, plus: isEnd ? 0 : -1, secondsEast)
    default: break
    }
    if text.count == 7, let first = Timestamp(rfc3339: text + "-01") {
      var civil = CivilTime(first)
      if isEnd { (civil.year, civil.month) = civil.month == 12 ? (civil.year + 1, 1) : (civil.year, civil.month + 1) }
      return instant(civil.timestamp, secondsEast)
    }
    if text.count == 10, let day = Timestamp(rfc3339: text) {
      return instant(day.advanced(byMilliseconds: isEnd ? dayLength : 0), secondsEast)
    }
    return OperatorTime.since(text, now: now, secondsEast: secondsEast)
  }

  private static let dayLength: Int64 = 86_400_000

  /// The midnight with which the local day of `time` begins, or one some days later.
  private static func midnight(of time: Timestamp, plus days: Int64, _ secondsEast: (Timestamp) -> Int) -> Timestamp {
    let local = time.advanced(byMilliseconds: Int64(secondsEast(time)) * 1000)
    let civil = CivilTime(local)
    let day = CivilTime(year: civil.year, month: civil.month, day: civil.day).timestamp
    return instant(day.advanced(byMilliseconds: days * dayLength), secondsEast)
  }

  private static func instant(_ shown: Timestamp, _ secondsEast: (Timestamp) -> Int) -> Timestamp {
    let guess = secondsEast(shown)
    let zone = secondsEast(shown.advanced(byMilliseconds: Int64(-guess) * 1000))
    return shown.advanced(byMilliseconds: Int64(-zone) * 1000)
  }
}
