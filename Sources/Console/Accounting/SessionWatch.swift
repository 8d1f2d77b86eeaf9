package import Admin
internal import NetworkAddress
package import Timebase

/// `sessions --follow`: what has changed since the last look.
package struct SessionWatch {
  private struct Key: Hashable {
    var client: String
    var session: String
    var address: UInt32
    var start: Timestamp

    init(_ session: SessionSummary) {
      client = session.client
      self.session = session.session
      address = session.address?.rawValue ?? 0
      start = session.start
    }
  }

  private var known: [Key: SessionSummary] = [:]

  package init(_ sessions: [SessionSummary]) { known = SessionWatch.table(sessions) }

  /// A line to each session that came, went or changed its state, with its line end.
  package mutating func lines(_ sessions: [SessionSummary], at now: Timestamp, format: OutputFormat) -> [String] {
    let before = known
    known = SessionWatch.table(sessions)
    var lines: [String] = []
    for session in sessions {
      let old = before[Key(session)]
      guard old?.state != session.state else { continue }
      lines.append(SessionWatch.line(old == nil ? "+" : "~", session, now, format))
    }
    for (key, session) in before.sorted(by: { ($0.value.start, $0.key.address) < ($1.value.start, $1.key.address) })
    where known[key] == nil {
      var gone = session
      gone.state = SessionSummary.ended
      lines.append(SessionWatch.line("-", gone, now, format))
    }
    return lines
  }

  private static func table(_ sessions: [SessionSummary]) -> [Key: SessionSummary] {
    Dictionary(sessions.map { (Key($0), $0) }) { first, _ in first }
  }

  private static func line(_ sign: String, _ session: SessionSummary, _ now: Timestamp, _ format: OutputFormat)
    -> String
  {
    let fields = [
      Quantity.time(now), sign, session.user, session.client, session.session, session.address?.description ?? "",
      session.state, Quantity.octets(session.inputOctets), Quantity.octets(session.outputOctets),
    ]
    if format == .csv { return CSVText.line(fields) }
    return fields.map(TextTable.printable).joined(separator: "  ") + "\n"
  }
}
