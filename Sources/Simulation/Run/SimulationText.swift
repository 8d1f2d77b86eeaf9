/// What people read of a simulation.
package enum SimulationText {
  /// The summary table, with its last line end. `seconds`: how long it took.
  package static func summary(_ report: SimulationReport, seconds: Double) -> String {
    func grouped(_ number: Int) -> String {
      var text = ""
      for (place, digit) in String(number).reversed().enumerated() {
        if place > 0, place % 3 == 0 { text.append(",") }
        text.append(digit)
      }
      return String(text.reversed())
    }
    let rate = seconds > 0 ? Int(Double(report.sessions) / seconds) : 0
    var rows: [(String, String)] = [
      ("worlds", grouped(report.worlds)),
      (
        "sessions",
        "\(grouped(report.sessions)): \(grouped(report.connected)) connected, "
          + "\(grouped(report.rejected)) rejected, \(grouped(report.unanswered)) unanswered"
      ),
      ("steps", grouped(report.steps)),
      ("simulated time", "\(grouped(Int(report.simulatedTime / 3_600_000))) h"),
      (
        "datagrams",
        "\(grouped(report.datagrams)): \(grouped(report.lost)) lost, \(grouped(report.duplicated)) repeated, "
          + "\(grouped(report.heldUp)) held up"
      ),
      ("server crashes", "\(grouped(report.crashes)), \(grouped(report.tornWrites)) with a torn write"),
      ("failed commits", grouped(report.failedCommits)),
      ("NAS reboots", grouped(report.reboots)),
      ("no room for one more", grouped(report.tooManySessions)),
      (
        "Disconnect-Requests",
        "\(grouped(report.disconnectRequests)), \(grouped(report.disconnected)) sessions ended for one"
      ),
      ("turns to the other server", grouped(report.failovers)),
      ("clock steps", grouped(report.clockSteps)),
      ("operator's acts", grouped(report.operatorActs)),
      ("journal", "\(grouped(report.entries)) entries, \(grouped(report.records)) accounting records"),
      ("audits", grouped(report.audits)),
    ]
    for (excuse, count) in zip(Excuse.allCases, report.excused) where count > 0 {
      rows.append(("lost by \(excuse.rawValue)", grouped(count)))
    }
    rows.append(
      (
        "longest not free",
        "\(seconds3(report.worstWait)) of a bound of \(seconds3(report.worstBound)), "
          + "\(report.worstShare / 10_000) %"
      ))
    rows.append(("digest", String(report.digest, radix: 16)))
    rows.append(("speed", "\(grouped(rate)) sessions/s"))
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { name, value in
      name + String(repeating: " ", count: width - name.count + 2) + value + "\n"
    }.joined()
  }

  /// A failure: the rule, how to see it again, and the story.
  package static func failure(_ failure: SimulationFailure) -> String {
    var text = "\nBROKEN: \(failure.violation)\n"
    text += "again:  \(failure.command)\n\n"
    for line in failure.story { text += "  \(line)\n" }
    return text
  }

  private static func seconds3(_ milliseconds: Int64) -> String {
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest) s"
  }
}
