package import Timebase

/// Times as databases write them.
package struct TableTime: Sendable {
  /// The zone of times without one.
  private let secondsEast: @Sendable (Timestamp) -> Int

  package init(secondsEast: @escaping @Sendable (Timestamp) -> Int) { self.secondsEast = secondsEast }

  /// `2026-03-01 14:05:00`, with a fraction or a zone or without, or seconds since 1970. Nil for what is none, and for
  /// MySQL's `0000-00-00`.
  func time(_ text: String?) -> Timestamp? {
    guard var text, !text.isEmpty, !text.hasPrefix("0000") else { return nil }
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return Int64(text).map { Timestamp(seconds: $0) } }
    let tail = text.dropFirst(10)
    let hasZone = tail.contains { $0 == "+" || $0 == "-" || $0 == "Z" || $0 == "z" }
    // PostgreSQL writes whole hours alone.
    if hasZone, let sign = tail.lastIndex(where: { $0 == "+" || $0 == "-" }), text[sign...].count == 3 { text += ":00" }
    guard let time = Timestamp(rfc3339: text) else { return nil }
    if hasZone { return time }
    let guess = time.advanced(byMilliseconds: Int64(-secondsEast(time)) * 1000)
    return time.advanced(byMilliseconds: Int64(-secondsEast(guess)) * 1000)
  }
}
