/// Spans as a configuration writes them: a whole number and a unit, `500ms`, `60s`, `10m`, `24h` or `30d`.
package enum DurationText {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
  ]

  /// The span in milliseconds; nil for text that is none or too long for 64 bits.
  package static func parse(_ text: String) -> Int64? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty, let number = Int64(digits),
      let unit = units.first(where: { $0.name == text[digits.endIndex...] })
    else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
    return overflow ? nil : product
  }

  /// The span in the largest unit that states it exactly.
  package static func format(_ milliseconds: Int64) -> String {
    guard milliseconds != 0, let unit = units.first(where: { milliseconds % $0.milliseconds == 0 }) else { return "0s" }
    return "\(milliseconds / unit.milliseconds)\(unit.name)"
  }
}
