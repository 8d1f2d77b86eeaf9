/// Sizes as a configuration writes them: a whole number of octets, or of `KiB`, `MiB` or `GiB`.
enum SizeText {
  private static let units: [(name: String, octets: Int)] = [
    ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("", 1),
  ]

  /// The size in octets; nil for text that is none or too large for 64 bits.
  static func parse(_ text: String) -> Int? {
    let digits = text.prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty, let number = Int(digits),
      let unit = units.first(where: { $0.name == text[digits.endIndex...] })
    else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: unit.octets)
    return overflow ? nil : product
  }

  /// The size in the largest unit that states it exactly.
  static func format(_ octets: Int) -> String {
    guard octets != 0, let unit = units.first(where: { octets % $0.octets == 0 }) else { return "0" }
    return "\(octets / unit.octets)\(unit.name)"
  }
}
