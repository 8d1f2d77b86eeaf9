package import Admin
internal import NetworkAddress
internal import Timebase

/// Sessions in the shapes of `radwho` and `radlast`, for those who know these.
package struct LoginText {
  private let zone: ZoneOffsets

  package init(zone: ZoneOffsets) { self.zone = zone }

  /// A line to each session that is online, under a heading, in columns of fixed width.
  package func who(_ records: [SessionRecord]) -> String {
    var text = line([("Login", 20), ("What", 6), ("Port", 12), ("When", 10), ("From", 20), ("Location", 0)])
    for record in records {
      text += line([
        (record.user, 20), (record.framedProtocol.isEmpty ? "shell" : record.framedProtocol, 6), (record.nasPort, 12),
        (LoginText.day(zone.civil(record.start)), 10), (record.nas, 20), (record.address?.description ?? "", 0),
      ])
    }
    return text
  }

  /// A line to each session, newest first, and since when there is any record.
  package func last(_ records: [SessionRecord]) -> String {
    var text = ""
    for record in records {
      let start = zone.civil(record.start)
      var end = "still logged in"
      if let stop = record.stop {
        let seconds = max(0, record.start.milliseconds(to: stop) / 1000)
        end = "- \(LoginText.clock(zone.civil(stop)))  (\(LoginText.length(seconds)))"
        if record.isStopLost { end += "  lost" }
      }
      text += line([
        (record.user, 20), ("\(record.nasPort):\(record.nas)", 24), (record.address?.description ?? "", 16),
        ("\(LoginText.date(start)) \(LoginText.clock(start))", 17), (end, 0),
      ])
    }
    guard let first = records.map(\.start).min() else { return "No session is on record.\n" }
    let civil = zone.civil(first)
    return text + "\nshown from \(LoginText.date(civil)) \(LoginText.clock(civil)) \(civil.year)\n"
  }

  private func line(_ fields: [(text: String, width: Int)]) -> String {
    var line = ""
    for (text, width) in fields {
      let shown = TextTable.printable(text)
      line += shown + String(repeating: " ", count: max(width - shown.count, 0)) + " "
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }

  private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

  private static func clock(_ time: CivilTime) -> String { "\(two(time.hour)):\(two(time.minute))" }

  private static func day(_ time: CivilTime) -> String { "\(days[time.weekday]) \(clock(time))" }

  /// `Sun Mar  1`
  private static func date(_ time: CivilTime) -> String {
    "\(days[time.weekday]) \(months[time.month - 1]) \(time.day < 10 ? " " : "")\(time.day)"
  }

  /// `02:05`, and days before it where there are any: `1+02:05`.
  private static func length(_ seconds: Int64) -> String {
    let days = seconds / 86_400
    return (days > 0 ? "\(days)+" : "") + "\(two(Int(seconds / 3600 % 24))):\(two(Int(seconds / 60 % 60)))"
  }

  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
