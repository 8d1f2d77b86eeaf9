package import Admin
internal import NetworkAddress
package import Timebase

extension Reports {
  /// `zone`: in which people read the times.
  package static func records(_ records: [SessionRecord], zone: ZoneOffsets) -> Report<SessionRecord> {
    Report(
      records,
      columns: [
        Column("user", "USER") { $0.user }, Column("address", "ADDRESS") { $0.address?.description ?? "" },
        Column("start", "START") { Quantity.time($0.start, in: zone) },
        Column("stop", "STOP") { $0.stop.map { Quantity.time($0, in: zone) } ?? "online" },
        Column("lastSeen", "") { _ in "" },
        Column("seconds", "TIME", .right) { Quantity.span(milliseconds: Int64($0.seconds) * 1000) },
        Column("inputOctets", "IN", .right) { Quantity.octets($0.inputOctets) },
        Column("outputOctets", "OUT", .right) { Quantity.octets($0.outputOctets) },
        Column("nas", "NAS") { $0.nas }, Column("client", "") { _ in "" },
        Column("session", "SESSION") { $0.session }, Column("nasPort", "") { _ in "" },
        Column("callingStation", "STATION") { $0.callingStation }, Column("pool", "POOL") { $0.pool },
        Column("terminateCause", "ENDED BY") { $0.terminateCause }, Column("lease", "") { _ in "" },
      ], whenEmpty: "No such session.")
  }

  package static func usage(_ rows: [UsageRow], by grouping: UsageGrouping) -> Report<UsageRow> {
    let names: [UsageGrouping: String] = [
      .hour: "HOUR", .day: "DAY", .month: "MONTH", .nas: "NAS", .pool: "POOL", .user: "USER", .cause: "CAUSE",
    ]
    func figure(_ number: Int64?) -> String { number.map { Quantity.grouped($0) } ?? "" }
    return Report(
      rows,
      columns: [
        Column("name", names[grouping] ?? "") { $0.name.isEmpty ? "(none)" : $0.name },
        Column("from", "") { _ in "" },
        Column("sessions", "SESSIONS", .right) { figure($0.sessions) },
        Column("users", "USERS", .right) { figure($0.users.map { Int64($0) }) },
        Column("seconds", "TIME", .right) { Quantity.span(milliseconds: $0.seconds &* 1000) },
        Column("inputOctets", "IN", .right) { Quantity.octets(UInt64(clamping: $0.inputOctets)) },
        Column("outputOctets", "OUT", .right) { Quantity.octets(UInt64(clamping: $0.outputOctets)) },
        Column("peak", "PEAK", .right) { figure($0.peak) }, Column("ended", "ENDED", .right) { figure($0.ended) },
        Column("lost", "LOST STOPS", .right) { figure($0.lost) },
        Column("meanSeconds", "MEAN", .right) {
          $0.meanSeconds.map { Quantity.span(milliseconds: Int64($0) * 1000) } ?? ""
        },
      ], whenEmpty: "No session in this time.")
  }
}

extension Quantity {
  /// `2026-03-01 15:05:00`, as the zone's clocks show it.
  package static func time(_ time: Timestamp, in zone: ZoneOffsets) -> String {
    String(Quantity.time(time.advanced(byMilliseconds: Int64(zone.offset(at: time)) * 1000)).dropLast())
  }
}
