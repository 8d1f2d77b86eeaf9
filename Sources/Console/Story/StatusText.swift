package import Admin
package import Timebase

/// `status` for people.
package struct StatusText {
  private let status: ServerStatus
  private let now: Timestamp

  package init(_ status: ServerStatus, now: Timestamp) {
    self.status = status
    self.now = now
  }

  /// With its last line end.
  package var text: String {
    let up = Quantity.span(milliseconds: status.uptimeSeconds * 1000)
    var text =
      "rollcall \(status.version), process \(status.processID), is \(status.health.rawValue); up \(up), since "
      + "\(Quantity.time(status.started)).\n"
    for alarm in status.alarms {
      text +=
        TextTable.printable(
          "ALARM \(alarm.id) since \(Quantity.time(alarm.since)): \(alarm.message)") + "\n"
    }
    var table = TextTable([("DATAGRAMS", false), ("COUNT", true)])
    func line(_ name: String, _ count: UInt64) { table.append([name, Quantity.grouped(count)]) }
    line("received", status.received)
    line("replied", status.replied)
    line("replayed", status.replayed)
    let dropped = status.dropped.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    for (reason, count) in dropped { line("dropped: \(reason)", count) }
    if dropped.isEmpty { line("dropped", 0) }
    line("in flight", status.inFlight)
    text += "\n" + table.text
    let others = status.counters.sorted { $0.key < $1.key }
    if !others.isEmpty {
      var table = TextTable([("ALSO COUNTED", false), ("COUNT", true)])
      for (name, count) in others { table.append([name, Quantity.grouped(count)]) }
      text += "\n" + table.text
    }
    return text
  }

  /// The lines that `--format csv` gives: a name and a figure each.
  package var csv: String {
    var text = CSVText.line(["name", "value"])
    func line(_ name: String, _ value: String) { text += CSVText.line([name, value]) }
    line("received", "\(status.received)")
    line("replied", "\(status.replied)")
    line("replayed", "\(status.replayed)")
    for (reason, count) in status.dropped.sorted(by: { $0.key < $1.key }) { line("dropped.\(reason)", "\(count)") }
    line("inFlight", "\(status.inFlight)")
    line("health", status.health.rawValue)
    line("time", status.time.rfc3339)
    line("uptimeSeconds", "\(status.uptimeSeconds)")
    for (name, count) in status.counters.sorted(by: { $0.key < $1.key }) { line(name, "\(count)") }
    return text
  }
}
