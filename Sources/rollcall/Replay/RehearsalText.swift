import Console
import Simulation

/// A rehearsal for people, and its pools as a table.
enum RehearsalText {
  /// With its last line end.
  static func text(_ report: RehearsalReport) throws -> String {
    var text =
      "\(Quantity.grouped(report.records)) records from \(report.from) to \(report.until): "
      + "\(Quantity.grouped(report.asks)) asks for an address, \(Quantity.grouped(report.sessions)) sessions.\n\n"
    text += try pools(report).text(.table) + "\n"
    if !report.rejected.isEmpty { text += "Rejected: \(counts(report.rejected)).\n" }
    if report.cutShort > 0 {
      text += "\(Quantity.grouped(report.cutShort)) sessions outlast the Session-Timeout, and end by it.\n"
    }
    let back = report.leaksAvoided.values.reduce(0, +)
    if report.openAtEnd > 0 {
      text += "\(Quantity.grouped(report.openAtEnd)) sessions may be up still where the records end.\n"
    }
    if report.withoutStop == 0 {
      text += "No session ended without a Stop.\n"
    } else {
      text +=
        "\(Quantity.grouped(report.withoutStop)) sessions ended without a Stop; \(Quantity.grouped(back)) addresses "
        + "came back all the same"
      text += back == 0 ? ".\n" : ": \(counts(report.leaksAvoided)).\n"
      if back > 0 {
        text +=
          "They stood idle for \(span(report.idleMeanSeconds)) on average, "
          + "\(span(report.idleLongestSeconds)) at the longest.\n"
      }
    }
    text +=
      report.stillHeld == 0
      ? "At the end every address is free.\n"
      : "\(Quantity.grouped(report.stillHeld)) addresses are held at the end.\n"
    if report.lostAddress > 0 {
      text +=
        "\(Quantity.grouped(report.lostAddress)) addresses went to another while their sessions were recorded as live.\n"
    }
    return text
  }

  static func pools(_ report: RehearsalReport) -> Report<RehearsalReport.Pool> {
    Report(
      report.pools,
      columns: [
        Column("pool", "POOL") { $0.pool }, Column("size", "SIZE", .right) { Quantity.grouped($0.size) },
        Column("peak", "PEAK", .right) { Quantity.grouped($0.peak) }, Column("peakTime", "AT") { $0.peakTime },
        Column("peakActive", "ACTIVE THEN", .right) { Quantity.grouped($0.peakActive) },
        Column("rejected", "REJECTED", .right) { Quantity.grouped($0.rejected) },
        Column("needed", "NEEDED", .right) { Quantity.grouped($0.needed) },
      ], whenEmpty: "The configuration has no pool.")
  }

  private static func counts(_ counts: [String: Int]) -> String {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\(Quantity.grouped($0.value)) \($0.key)" }.joined(separator: ", ")
  }

  private static func span(_ seconds: Double) -> String { Quantity.span(milliseconds: Int64(seconds * 1000)) }
}
