package import Timebase

/// When an account ends, as `Expiration` says it.
///
/// Forms: `Dec 24 2026`, `24 Dec 2026`, `December 24 2026 23:59:59`, `2026-12-24`, `2026-12-24 23:59:59`, RFC 3339 with
/// an offset, and seconds since 1970. A date without a time means its first second; one without a zone is local, unless
/// `UTC` or `GMT` follows it.
package struct ExpirationDate: Equatable, Sendable {
  /// Read as UTC where the text names no zone.
  private let instant: Timestamp
  private let isLocal: Bool

  /// Nil for anything that is not in one of the forms above.
  package init?(_ text: String) {
    if let seconds = UInt32(text), text.utf8.count > 4 {
      instant = Timestamp(seconds: Int64(seconds))
      isLocal = false
      return
    }
    var words = text.split { $0 == " " || $0 == "\t" || $0 == "," }
    var namesZone = false
    if let last = words.last, ["UTC", "GMT", "Z"].contains(last.uppercased()) {
      namesZone = true
      words.removeLast()
    }
    if let time = ExpirationDate.civil(words) {
      instant = time.timestamp
      isLocal = !namesZone
      return
    }
    let joined = words.joined(separator: " ")
    guard let instant = Timestamp(rfc3339: joined) else { return nil }
    self.instant = instant
    // What follows the date and the time of day is an offset, if anything does.
    let clock = joined.utf8.dropFirst(11)
    let hasOffset = clock.contains {
      [UInt8(ascii: "+"), UInt8(ascii: "-")].contains($0) || $0 | 0x20 == UInt8(ascii: "z")
    }
    isLocal = !namesZone && !hasOffset
  }

  /// The instant, in a time zone that is `secondsEast` of Greenwich.
  package func instant(secondsEastOfUTC secondsEast: Int) -> Timestamp {
    isLocal ? instant.advanced(byMilliseconds: Int64(-secondsEast) * 1000) : instant
  }

  /// Whole seconds left at `now`, rounded down; zero or less when it has passed.
  package func secondsLeft(at now: Timestamp, secondsEastOfUTC secondsEast: Int) -> Int64 {
    let milliseconds = now.milliseconds(to: instant(secondsEastOfUTC: secondsEast))
    return milliseconds <= 0 ? 0 : max(1, milliseconds / 1000)
  }

  /// A month's name with a day and a year around it, and a time of day or none.
  private static func civil(_ words: [Substring]) -> CivilTime? {
    guard (3...4).contains(words.count) else { return nil }
    var time = CivilTime(year: 0, month: 0, day: 0)
    for word in words {
      if word.contains(":") {
        let fields = word.split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 1...2) }
        guard (2...3).contains(fields.count), let hour = fields[0], let minute = fields[1] else { return nil }
        (time.hour, time.minute) = (hour, minute)
        if fields.count == 3 {
          guard let second = fields[2] else { return nil }
          time.second = second
        }
      } else if let month = month(word), time.month == 0 {
        time.month = month
      } else if let day = number(word, digits: 1...2), time.day == 0 {
        time.day = day
      } else if let year = number(word, digits: 4...4), time.year == 0 {
        time.year = year
      } else {
        return nil
      }
    }
    return time.year > 0 && time.isValid ? time : nil
  }

  private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int? {
    guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }

  /// The month whose English name begins with at least the three letters of `text`.
  private static func month(_ text: Substring) -> Int? {
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
      "december",
    ]
    guard text.utf8.count >= 3 else { return nil }
    return names.firstIndex { $0.hasPrefix(text.lowercased()) }.map { $0 + 1 }
  }
}
