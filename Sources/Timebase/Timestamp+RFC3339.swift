extension Timestamp {
  /// The first instant that RFC 3339 can write: its years have four digits.
  static let rfc3339Min = CivilTime(year: 0, month: 1, day: 1).timestamp
  /// The last one, `9999-12-31T23:59:59.999Z`.
  static let rfc3339Max = CivilTime(
    year: 9999, month: 12, day: 31, hour: 23, minute: 59, second: 59, millisecond: 999
  ).timestamp

  /// RFC 3339, UTC, milliseconds: `2026-03-01T14:05:00.000Z`. An instant beyond what that can write becomes the
  /// nearest that it can.
  package var rfc3339: String {
    let time = CivilTime(min(max(self, .rfc3339Min), .rfc3339Max))
    var text = ""
    text.reserveCapacity(24)
    func append(_ value: Int, width: Int) {
      let digits = String(value)
      for _ in 0..<max(0, width - digits.utf8.count) { text.append("0") }
      text.append(digits)
    }
    append(time.year, width: 4)
    text.append("-")
    append(time.month, width: 2)
    text.append("-")
    append(time.day, width: 2)
    text.append("T")
    append(time.hour, width: 2)
    text.append(":")
    append(time.minute, width: 2)
    text.append(":")
    append(time.second, width: 2)
    text.append(".")
    append(time.millisecond, width: 3)
    text.append("Z")
    return text
  }

  /// Reads RFC 3339 with any offset (§5.6), a space in place of `T`, seconds and fraction optional, and no offset
  /// meaning UTC. Nil for anything else.
  package init?(rfc3339 text: String) {
    var reader = DigitReader(Array(text.utf8))
    guard let year = reader.number(width: 4), reader.take("-"), let month = reader.number(width: 2), reader.take("-"),
      let day = reader.number(width: 2)
    else { return nil }
    var time = CivilTime(year: year, month: month, day: day)
    var offsetMinutes = 0
    if !reader.atEnd {
      guard reader.take("T") || reader.take("t") || reader.take(" "), let hour = reader.number(width: 2),
        reader.take(":"), let minute = reader.number(width: 2)
      else { return nil }
      (time.hour, time.minute) = (hour, minute)
      if reader.take(":") {
        guard let second = reader.number(width: 2) else { return nil }
        time.second = second
        if reader.take(".") {
          guard let fraction = reader.fractionInMilliseconds() else { return nil }
          time.millisecond = fraction
        }
      }
      guard let offset = reader.offsetInMinutes() else { return nil }
      offsetMinutes = offset
    }
    guard reader.atEnd, time.isValid else { return nil }
    self = time.timestamp.advanced(byMilliseconds: Int64(-offsetMinutes) * 60_000)
  }
}

/// Reads fixed-width decimal fields from ASCII.
private struct DigitReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var atEnd: Bool { position == bytes.count }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func number(width: Int) -> Int? {
    guard position + width <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + width] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    position += width
    return value
  }

  mutating func fractionInMilliseconds() -> Int? {
    var value = 0
    var count = 0
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      if count < 3 { value = value * 10 + Int(bytes[position] - 0x30) }
      count += 1
      position += 1
    }
    guard count > 0 else { return nil }
    for _ in 0..<max(0, 3 - count) { value *= 10 }
    return value
  }

  mutating func offsetInMinutes() -> Int? {
    if atEnd || take("Z") || take("z") { return 0 }
    let sign: Int
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hours = number(width: 2), take(":"), let minutes = number(width: 2), hours < 24, minutes < 60 else {
      return nil
    }
    return sign * (hours * 60 + minutes)
  }
}
