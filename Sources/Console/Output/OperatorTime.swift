package import Timebase

/// Times as operators type them: RFC 3339, or `2026-03-01 14:05[:00]`, which is of the local time zone.
package enum OperatorTime {
  package struct Reading: Equatable, Sendable {
    package var time: Timestamp
    /// The zone that was assumed where none was given, seconds east of Greenwich; nil: one was given.
    package var assumedZone: Int?
  }

  /// Nil for what is no time. `secondsEast`: the local zone at an instant.
  package static func parse(_ text: String, secondsEast: (Timestamp) -> Int) -> Reading? {
    guard let asUTC = Timestamp(rfc3339: text) else { return nil }
    if hasZone(text) { return Reading(time: asUTC, assumedZone: nil) }
    // The zone of the instant itself: near a change of the clocks the first guess may be an hour off.
    var zone = secondsEast(asUTC)
    zone = secondsEast(asUTC.advanced(byMilliseconds: Int64(-zone) * 1000))
    return Reading(time: asUTC.advanced(byMilliseconds: Int64(-zone) * 1000), assumedZone: zone)
  }

  /// A time, or a span before `now`: `7d`, `12h`, `30m`.
  package static func since(_ text: String, now: Timestamp, secondsEast: (Timestamp) -> Int) -> Timestamp? {
    if let unit = text.last, let milliseconds = units[unit], let count = Int64(text.dropLast()), count > 0 {
      let (span, overflow) = count.multipliedReportingOverflow(by: milliseconds)
      return overflow ? nil : now.advanced(byMilliseconds: -span)
    }
    return parse(text, secondsEast: secondsEast)?.time
  }

  /// `UTC`, `UTC+2`, `UTC-3:30`.
  package static func zoneName(_ seconds: Int) -> String {
    let minutes = abs(seconds) / 60
    guard minutes > 0 else { return "UTC" }
    let rest = minutes % 60
    let tail = rest == 0 ? "" : ":" + (rest < 10 ? "0" : "") + "\(rest)"
    return "UTC\(seconds < 0 ? "-" : "+")\(minutes / 60)\(tail)"
  }

  private static let units: [Character: Int64] = [
    "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
  ]

  /// Whether a time of day is followed by a zone.
  private static func hasZone(_ text: String) -> Bool {
    guard let last = text.last else { return false }
    return last == "Z" || last == "z" || text.dropFirst(10).contains { $0 == "+" || $0 == "-" }
  }
}
