package import Admin

/// A usage report for people.
package struct UsageText {
  private let report: UsageReport
  private let zone: ZoneOffsets

  package init(_ report: UsageReport, zone: ZoneOffsets) {
    self.report = report
    self.zone = zone
  }

  /// `2026-03-01 00:00 to 2026-03-02 00:00 UTC+1`; where the clocks change in between, each time with its zone.
  package var span: String {
    let zones = [report.from, report.to].map { OperatorTime.zoneName(zone.offset(at: $0)) }
    let times = [report.from, report.to].map { Quantity.time($0, in: zone).dropLast(3) }
    return zones[0] == zones[1]
      ? "\(times[0]) to \(times[1]) \(zones[1])" : "\(times[0]) \(zones[0]) to \(times[1]) \(zones[1])"
  }

  /// With its last line end. `shown`: how many of the rows are in the report by now, of how many.
  package func text(of all: Int) throws -> String {
    var text = "From \(span). \(meaning)\n"
    if all > report.rows.count {
      text += "The first \(report.rows.count) of \(Quantity.grouped(all)); the total is of all.\n"
    }
    text += "\n"
    if report.rows.isEmpty { return text + (try Reports.usage([], by: report.by).text(.table)) }
    return text + (try Reports.usage(report.rows + [report.total], by: report.by).compactTable())
  }

  private var meaning: String {
    switch report.by {
    case .user: "Sessions that began in this time, as wholes."
    case .cause: "Sessions that ended in this time, as wholes."
    case .hour, .day, .month, .nas, .pool: "Time and octets where they fell."
    }
  }
}
