package import Timebase

/// Numbers and times as people read them.
package enum Quantity {
  /// `950`, `1.2 kB`, `34 MB`: three figures at most, powers of 1,000 as operators' bills have them.
  package static func octets(_ count: UInt64) -> String {
    var value = Double(count)
    var unit = 0
    while value >= 999.5, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    if unit == 0 { return "\(count) B" }
    return (value < 9.95 ? tenths(value) : "\(Int(value.rounded()))") + " " + units[unit]
  }

  /// The two largest units of a span in milliseconds: `3 h 12 min`, `42 s`; under a second `0.3 s`.
  package static func span(milliseconds: Int64) -> String {
    let milliseconds = milliseconds.magnitude
    if milliseconds < 1000 { return milliseconds == 0 ? "0 s" : tenths(Double(milliseconds) / 1000) + " s" }
    let seconds = milliseconds / 1000
    let parts: [(UInt64, String)] = [
      (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
    ]
    guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "0 s" }
    return parts[first...].prefix(2).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }

  /// `2026-03-01 14:05:00Z`; with milliseconds where `exact`.
  package static func time(_ time: Timestamp, exact: Bool = false) -> String {
    let text = time.rfc3339.replacing("T", with: " ")
    return exact ? text : text.dropLast(5) + "Z"
  }

  /// `in 42 s`, `3 min 5 s ago`, `now`.
  package static func distance(from now: Timestamp, to time: Timestamp) -> String {
    let span = now.milliseconds(to: time)
    if span.magnitude < 1000 { return "now" }
    return span > 0 ? "in \(self.span(milliseconds: span))" : "\(self.span(milliseconds: span)) ago"
  }

  /// `1 address`, `254 addresses`.
  package static func count(_ number: Int, _ singular: String, _ plural: String) -> String {
    "\(grouped(number)) \(number == 1 ? singular : plural)"
  }

  /// `1,234,567`.
  package static func grouped(_ number: some BinaryInteger) -> String {
    var text = ""
    let digits = String(number.magnitude)
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + text
  }

  private static let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]

  /// `12.5 %`
  package static func percent(_ share: Double) -> String { tenths(share) + " %" }

  static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
