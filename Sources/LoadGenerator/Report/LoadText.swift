/// A load's report as people read it.
package enum LoadText {
  /// `0.0183 ms`, `1.24 ms`, `130 ms`: three figures.
  package static func milliseconds(_ value: Double) -> String { figures(value) + " ms" }

  /// `2000`, `0.5`, `9.998`: at most three decimals.
  package static func plain(_ value: Double) -> String {
    var text = fixed(value, places: 3)
    while text.last == "0" { text.removeLast() }
    return text.last == "." ? String(text.dropLast()) : text
  }

  /// Three significant figures, without an exponent.
  static func figures(_ value: Double) -> String {
    guard value > 0 else { return "0" }
    var places = 2
    var bound = 10.0
    while places > 0, value >= bound {
      places -= 1
      bound *= 10
    }
    var small = value
    while places < 6, small < 0.9995 {
      places += 1
      small *= 10
    }
    return fixed(value, places: places)
  }

  static func fixed(_ value: Double, places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((value * scale).rounded())
    guard places > 0 else { return "\(scaled)" }
    let digits = String(scaled % Int(scale))
    return "\(scaled / Int(scale))." + String(repeating: "0", count: places - digits.utf8.count) + digits
  }

  /// What stands under the table: a line for each thing that was counted, but for those that are none.
  package static func findings(_ report: LoadReport) -> [(name: String, count: Int)] {
    let tally = report.tally
    let findings = [
      ("Access-Accepts", tally.accepts), ("Access-Rejects", tally.rejects), ("Access-Challenges", tally.challenges),
      ("Accounting-Responses", tally.accountingResponses), ("addresses given", tally.addressesGiven),
      ("sessions ended", tally.sessionsEnded), ("sessions left open", report.sessionsLeft),
      ("sent again", tally.repeated), ("unanswered", tally.unanswered), ("not sent, no Identifier free", tally.skipped),
      ("late or second answers", tally.unexpected), ("answers with a wrong authenticator", tally.wrongAuthenticators),
      ("datagrams that are no answer", tally.malformed), ("refused by the system", tally.refused),
    ]
    return findings.filter { $0.1 > 0 }
  }
}
