internal import Timebase

/// Dates as FreeRADIUS writes them, `Jan  5 2020 10:00:00 UTC`, and as people type them.
enum DateText {
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

  static func text(_ seconds: UInt32) -> String {
    let time = CivilTime(Timestamp(seconds: Int64(seconds)))
    let month = months[time.month - 1]
    func pair(_ number: Int, _ fill: String) -> String { number < 10 ? "\(fill)\(number)" : "\(number)" }
    let clock = "\(pair(time.hour, "0")):\(pair(time.minute, "0")):\(pair(time.second, "0"))"
    return "\(month.prefix(1).uppercased())\(month.dropFirst()) \(pair(time.day, " ")) \(time.year) \(clock) UTC"
  }

  /// Seconds since the epoch; `Jan 5 2020`, `5 Jan 2020 10:00` or `Jan 5 2020 10:00:00 UTC`; or RFC 3339. All is
  /// read as UTC. Nil for anything else, and for what 32 bits cannot hold.
  static func seconds(_ text: String) -> UInt32? {
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return UInt32(text) }
    if let time = Timestamp(rfc3339: text) { return UInt32(exactly: time.seconds) }
    var words = text.split(separator: " ")
    if let last = words.last, ["utc", "gmt"].contains(lowercasedASCII(last)) { words.removeLast() }
    guard (3...4).contains(words.count) else { return nil }
    var time = CivilTime(year: 0, month: 0, day: 0)
    var numbers: [Int] = []
    for word in words {
      if word.contains(":") {
        guard clock(word, into: &time) else { return nil }
      } else if let number = Int(word), number >= 0 {
        numbers.append(number)
      } else if word.utf8.count >= 3, let month = months.firstIndex(of: String(lowercasedASCII(word).prefix(3))) {
        guard time.month == 0 else { return nil }
        time.month = month + 1
      } else {
        return nil
      }
    }
    guard numbers.count == 2 else { return nil }
    (time.day, time.year) = (numbers[0], numbers[1])
    return time.isValid && time.year >= 1970 ? UInt32(exactly: time.timestamp.seconds) : nil
  }

  private static func clock(_ word: Substring, into time: inout CivilTime) -> Bool {
    let parts = word.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0 >= 0 }) else { return false }
    (time.hour, time.minute, time.second) = (parts[0], parts[1], parts.count == 3 ? parts[2] : 0)
    return true
  }
}
