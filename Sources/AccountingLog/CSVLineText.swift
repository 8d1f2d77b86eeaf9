package import Accounting
import NetworkAddress
import RADIUSWire
import Timebase

/// A record as one line of CSV (RFC 4180, with `\n` line ends): the columns that reports are made of.
package enum CSVLineText {
  private static let columns: [String] = [
    "time", "event", "status", "user", "session", "client", "nas", "source", "nasIPAddress", "nasPort",
    "framedIPAddress", "callingStation", "calledStation", "sessionTime", "inputOctets", "outputOctets",
    "terminateCause", "verdict", "lease",
  ]

  /// The line above all others.
  package static let header = columns.joined(separator: ",") + "\n"

  package static func text(_ record: AccountingRecord) -> String {
    let packet = try? Packet(decoding: record.packet)
    let event = AccountingEvent(record)
    var fields = [(packet.map(record.received) ?? record.arrival).rfc3339, record.event.rfc3339]
    fields += [event.map { name(of: $0.status) } ?? "", event?.user ?? "", event?.session ?? ""]
    fields += [record.client, record.nas, record.source, event?.nasIPAddress ?? "", event?.nasPortID ?? ""]
    fields += [
      event?.framedIPAddress?.description ?? "", event?.callingStation ?? "", event?.calledStation ?? "",
      event?.sessionTime.map { String($0) } ?? "", event?.inputOctets.map { String($0) } ?? "",
      event?.outputOctets.map { String($0) } ?? "", event?.terminateCause ?? "", record.verdict.name,
      record.leaseID == 0 ? "" : String(record.leaseID),
    ]
    return fields.map(field).joined(separator: ",") + "\n"
  }

  private static func name(of status: AccountingStatus) -> String {
    switch status {
    case .start: "Start"
    case .stop: "Stop"
    case .interim: "Interim-Update"
    case .on: "Accounting-On"
    case .off: "Accounting-Off"
    case .other(let number): String(number)
    }
  }

  private static func field(_ text: String) -> String {
    // A leading sign of a formula would make a spreadsheet compute what a user named himself.
    let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
    let safe = isFormula && Double(text) == nil ? "'" + text : text
    guard safe.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
