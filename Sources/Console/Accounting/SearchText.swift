package import Admin
internal import NetworkAddress
package import Timebase

/// `accounting search` for people.
package struct SearchText {
  private let records: [SessionRecord]
  private let request: SearchRequest
  private let at: Timestamp?
  private let zone: ZoneOffsets

  package init(_ records: [SessionRecord], request: SearchRequest, at: Timestamp?, zone: ZoneOffsets) {
    self.records = records
    self.request = request
    self.at = at
    self.zone = zone
  }

  /// With its last line end.
  package func text() throws -> String {
    if let at, let address = request.address { return try answer(address, at) }
    var text = try Reports.records(records, zone: zone).text(.table)
    guard records.count > 1 else { return text }
    let octets = records.reduce((UInt64(0), UInt64(0))) { ($0.0 &+ $1.inputOctets, $0.1 &+ $1.outputOctets) }
    let seconds = records.reduce(Int64(0)) { $0 + Int64($1.seconds) }
    text += "\n\(Quantity.count(records.count, "session", "sessions")), "
    text += "\(Quantity.span(milliseconds: seconds * 1000)) online, \(Quantity.octets(octets.0)) in, "
    text += "\(Quantity.octets(octets.1)) out.\n"
    if records.count == request.limit { text += "These are the newest; --limit shows more.\n" }
    return text
  }

  private func answer(_ address: IPv4Address, _ at: Timestamp) throws -> String {
    let when = "At \(Quantity.time(at, in: zone)) (\(Quantity.time(at)))"
    guard let first = records.first else { return "\(when) no session was on \(address).\n" }
    guard records.count == 1 else {
      // Two at once: one of them has ended without anybody knowing when.
      return "\(when) \(records.count) sessions are on record on \(address); who sent the last packet is seen last.\n\n"
        + (try Reports.records(records, zone: zone).text(.table))
    }
    let until = first.stop.map { "to \(Quantity.time($0, in: zone))" } ?? "and is online still"
    var lines = ["\(when) \(address) was \(first.user)'s."]
    lines.append("Online from \(Quantity.time(first.start, in: zone)) \(until).")
    var place = "NAS \(first.nas)"
    if !first.nasPort.isEmpty { place += ", port \(first.nasPort)" }
    place += ", session \(first.session)"
    if !first.callingStation.isEmpty { place += ", Calling-Station-Id \(first.callingStation)" }
    lines.append(place + ".")
    if first.isStopLost {
      lines.append(
        "No Stop told of its end (\(first.terminateCause)); its last packet came at "
          + "\(Quantity.time(first.lastSeen, in: zone)).")
    }
    return lines.map { TextTable.printable($0) + "\n" }.joined()
  }
}
