internal import AddressPool
package import Admin
internal import NetworkAddress
internal import Timebase

/// `pool leaks` for people.
package struct LeaksText {
  private let report: LeakReport

  package init(_ report: LeakReport) { self.report = report }

  /// With its last line end.
  package func text() throws -> String {
    var text = "Counted since \(Quantity.time(report.since)), whole days, UTC.\n\n"
    text += try Reports.leaks(report.nases).compactTable()
    let bad = report.nases.filter { $0.fault != nil }
    if !report.nases.isEmpty { text += "\n" }
    for nas in bad { text += TextTable.printable("NAS \(nas.nas) \(nas.fault ?? "").") + "\n" }
    if bad.isEmpty, !report.nases.isEmpty { text += "No NAS stands out.\n" }
    text += "\n" + (try Reports.outlooks(report.pools).text(.table))
    return text
  }
}

extension Reports {
  /// `hasFault`: with the sentence that a table has below it.
  package static func leaks(_ nases: [NASLeaks], hasFault: Bool = false) -> Report<NASLeaks> {
    func figure(_ key: String, _ title: String, _ path: KeyPath<NASLeaks, Int64>) -> Column<NASLeaks> {
      Column(key, title, .right) { Quantity.grouped($0[keyPath: path]) }
    }
    func share(_ key: String, _ title: String, _ path: KeyPath<NASLeaks, Double?>) -> Column<NASLeaks> {
      Column(key, title, .right) { $0[keyPath: path].map { Quantity.percent($0) } ?? "" }
    }
    func seconds(_ key: String, _ title: String, _ value: @escaping (NASLeaks) -> Double?) -> Column<NASLeaks> {
      Column(key, title, .right) { value($0).map { Quantity.span(milliseconds: Int64($0 * 1000)) } ?? "" }
    }
    return Report(
      nases,
      columns: [
        Column("nas", "NAS") { $0.nas }, figure("begun", "BEGUN", \.begun), figure("stopped", "STOPPED", \.stopped),
        share("lostPercent", "LOST", \.lostPercent),
        figure("silence", "SILENT", \.silence),
        figure("sessionTimeout", "TIMEOUT", \.sessionTimeout), figure("nasReboot", "REBOOT", \.nasReboot),
        figure("rebootInferred", "REBOOT?", \.rebootInferred),
        figure("portReused", "PORT REUSED", \.portReused), figure("handedOn", "HANDED ON", \.handedOn),
        figure("disconnected", "DISCONN", \.disconnected), figure("operator", "OPERATOR", \.operator),
        figure("neverStarted", "NEVER STARTED", \.neverStarted), figure("lateStops", "LATE STOPS", \.lateStops),
        figure("revived", "REVIVED", \.revived), share("tokenPercent", "TOKEN", \.tokenPercent),
        share("sessionPercent", "SESSION", \.sessionPercent),
        share("userAndAddressPercent", "USER+ADDR", \.userAndAddressPercent),
        share("soleOfferPercent", "SOLE OFFER", \.soleOfferPercent), figure("conflicts", "CONFLICTS", \.conflicts),
        figure("stale", "STALE", \.stale), figure("tokenMismatches", "MISMATCH", \.tokenMismatches),
        figure("doubts", "DOUBTS", \.doubts), seconds("doubtSeconds", "IDLE IN DOUBT") { $0.doubtSeconds },
        seconds("doubtMeanSeconds", "MEAN") { $0.doubtMeanSeconds },
        seconds("doubtLongestSeconds", "LONGEST") { $0.doubtLongestSeconds },
      ] + (hasFault ? [Column("fault", "FAULT") { $0.fault ?? "" }] : []),
      whenEmpty: "No NAS has had a session in this time.")
  }

  package static func outlooks(_ pools: [PoolOutlook]) -> Report<PoolOutlook> {
    Report(
      pools,
      columns: [
        Column("pool", "POOL") { $0.pool }, Column("size", "SIZE", .right) { Quantity.grouped($0.size) },
        Column("free", "FREE", .right) { Quantity.grouped($0.free) },
        Column("inDoubt", "IN DOUBT", .right) { Quantity.grouped($0.inDoubt) },
        Column("doubtsPerDay", "DOUBTS A DAY", .right) { Quantity.grouped(Int($0.doubtsPerDay.rounded())) },
        Column("doubtMeanSeconds", "BACK AFTER", .right) {
          Quantity.span(milliseconds: Int64($0.doubtMeanSeconds * 1000))
        },
        Column("inDoubtExpected", "AT ONCE", .right) { Quantity.tenths($0.inDoubtExpected) },
        Column("runsDry", "RUNS DRY") { $0.runsDry.map { Quantity.time($0) } ?? "never" },
      ], whenEmpty: "The configuration has no pool.")
  }

  package static func holdings(_ stories: [HoldingStory]) -> Report<HoldingStory> {
    Report(
      stories,
      columns: [
        Column("lease", "LEASE", .right) { String($0.lease) }, Column("address", "ADDRESS") { $0.address.description },
        Column("user", "USER") { $0.user }, Column("client", "CLIENT") { $0.client }, Column("nas", "NAS") { $0.nas },
        Column("session", "SESSION") { $0.session }, Column("began", "FROM") { Quantity.time($0.began) },
        Column("ended", "UNTIL") { $0.ended.map { Quantity.time($0) } ?? "" }, Column("state", "STATE") { $0.state },
        Column("endCause", "ENDED BY") { $0.endCause ?? "" },
      ], whenEmpty: "No such holding.")
  }

  package static func moments(_ stories: [MomentStory]) -> Report<MomentStory> {
    Report(
      stories,
      columns: [
        Column("address", "ADDRESS") { $0.address.description }, Column("pool", "POOL") { $0.pool ?? "" },
        Column("at", "AT") { Quantity.time($0.at) }, Column("state", "STATE") { $0.state.name },
        Column("user", "USER") { $0.user ?? "" }, Column("client", "CLIENT") { $0.client ?? "" },
        Column("nas", "NAS") { $0.nas ?? "" }, Column("session", "SESSION") { $0.session ?? "" },
        Column("callingStation", "STATION") { $0.callingStation ?? "" },
        Column("lease", "LEASE", .right) { $0.lease.map(String.init) ?? "" },
        Column("began", "FROM") { $0.began.map { Quantity.time($0) } ?? "" },
        Column("ended", "UNTIL") { $0.ended.map { Quantity.time($0) } ?? "" },
        Column("lastUser", "LAST USER") { $0.lastUser ?? "" },
        Column("lastEnded", "LAST UNTIL") { $0.lastEnded.map { Quantity.time($0) } ?? "" },
        Column("cause", "CAUSE") { $0.cause ?? "" },
      ], whenEmpty: "Nothing.")
  }
}
