import Timebase

/// Times as SQL's own functions read them, UTC: `2026-03-01 14:05:00`, with milliseconds where they matter.
enum SQLTime {
  /// The years that four digits tell; a time outside of them is not one that a clock has shown.
  private static let range = Timestamp(seconds: -62_135_596_800)...Timestamp(milliseconds: 253_402_300_799_999)

  static func text(_ time: Timestamp, milliseconds: Bool = false) -> String {
    let fields = CivilTime(min(max(time, range.lowerBound), range.upperBound))
    return String(unsafeUninitializedCapacity: 23) { buffer in
      var end = 0
      func put(_ number: Int, _ width: Int, then separator: Unicode.Scalar?) {
        var rest = number
        for position in stride(from: end + width - 1, through: end, by: -1) {
          buffer[position] = UInt8(0x30 + rest % 10)
          rest /= 10
        }
        end += width
        if let separator {
          buffer[end] = UInt8(ascii: separator)
          end += 1
        }
      }
      put(fields.year, 4, then: "-")
      put(fields.month, 2, then: "-")
      put(fields.day, 2, then: " ")
      put(fields.hour, 2, then: ":")
      put(fields.minute, 2, then: ":")
      put(fields.second, 2, then: milliseconds ? "." : nil)
      if milliseconds { put(fields.millisecond, 3, then: nil) }
      return end
    }
  }

  /// Nil for what is no time.
  static func time(_ text: String) -> Timestamp? { Timestamp(rfc3339: text) }
}
