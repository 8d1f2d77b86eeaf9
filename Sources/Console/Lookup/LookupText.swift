/// What `rollcall dictionary` prints.
package enum LookupText {
  package static func text(_ findings: DictionaryLookup.Findings, format: OutputFormat) throws -> String {
    switch format {
    case .json: return try JSONValue(encoding: findings).text() + "\n"
    case .csv: return try attributes(findings.attributes).text(.csv)
    case .table:
      var parts: [String] = []
      if findings.attributes.count == 1, let entry = findings.attributes.first {
        parts.append(detail(entry))
      } else if !findings.attributes.isEmpty {
        parts.append(try attributes(findings.attributes).text(.table))
      }
      if !findings.vendors.isEmpty { parts.append(try vendors(findings.vendors).text(.table)) }
      if !findings.values.isEmpty { parts.append(try values(findings.values).text(.table)) }
      return parts.joined(separator: "\n")
    }
  }

  private static func detail(_ entry: DictionaryEntry) -> String {
    let vendor = entry.vendor.map { " of \($0)" } ?? ""
    let flags = entry.flags.isEmpty ? "" : ", " + entry.flags.joined(separator: ", ")
    var text = "\(entry.name) is attribute \(entry.number)\(vendor): \(entry.type)\(flags).\n"
    guard !entry.values.isEmpty else { return text }
    var table = TextTable([("VALUE", false), ("NUMBER", true)])
    for value in entry.values { table.append([value.name, String(value.number)]) }
    text += table.text
    return text
  }

  private static func attributes(_ entries: [DictionaryEntry]) -> Report<DictionaryEntry> {
    Report(
      entries,
      columns: [
        Column("name", "ATTRIBUTE") { $0.name }, Column("number", "NUMBER") { $0.number },
        Column("vendor", "VENDOR") { $0.vendor ?? "" }, Column("type", "TYPE") { $0.type },
        Column("flags", "FLAGS") { $0.flags.joined(separator: " ") },
      ], whenEmpty: "No such attribute.")
  }

  private static func values(_ entries: [ValueEntry]) -> Report<ValueEntry> {
    Report(
      entries,
      columns: [
        Column("attribute", "ATTRIBUTE") { $0.attribute }, Column("name", "VALUE") { $0.name },
        Column("number", "NUMBER", .right) { String($0.number) },
      ], whenEmpty: "No such value.")
  }

  private static func vendors(_ entries: [VendorEntry]) -> Report<VendorEntry> {
    Report(
      entries,
      columns: [
        Column("name", "VENDOR") { $0.name }, Column("number", "NUMBER", .right) { String($0.number) },
        Column("format", "FORMAT") { $0.format },
        Column("attributes", "ATTRIBUTES", .right) { String($0.attributes) },
      ], whenEmpty: "No such vendor.")
  }
}
