package import Admin

/// `pool audit` for people.
package struct AuditText {
  private let report: AuditReport

  package init(_ report: AuditReport) { self.report = report }

  /// With its last line end.
  package func text() throws -> String {
    var text = try Reports.pools(report.pools).text(.table)
    if !report.outside.isEmpty {
      text += "\n\(Quantity.count(report.outside.count, "lease", "leases")) outside of today's ranges, not a fault:\n"
      text += try Reports.addresses(report.outside, pool: "").text(.table)
    }
    if report.isClean { return text + "\nAll adds up.\n" }
    text += "\n\(Quantity.count(report.faults.count, "fault", "faults")):\n"
    return text + (try Reports.faults(report.faults).text(.table))
  }
}
