package import Admin
internal import Timebase

/// Exported sessions as lines of text.
package enum SessionExportText {
  package static let csvHeader = CSVText.line(columns.map(\.name))

  package static func csv(_ session: SessionExport) -> String {
    CSVText.line(columns.map { $0.value(session).plainText })
  }

  /// One object on a line. What is not known is null.
  package static func json(_ session: SessionExport) -> String {
    JSONValue.object(columns.map { JSONValue.Member(key: $0.name, value: $0.value(session)) }).compactText + "\n"
  }

  private struct ExportColumn: Sendable {
    var name: String
    var value: @Sendable (SessionExport) -> JSONValue
  }

  private static func text(_ name: String, _ value: @escaping @Sendable (SessionExport) -> String) -> ExportColumn {
    ExportColumn(name: name) { .string(value($0)) }
  }

  private static func number(
    _ name: String, _ value: @escaping @Sendable (SessionExport) -> UInt64?
  ) -> ExportColumn {
    ExportColumn(name: name) { value($0).map { .number(String($0)) } ?? .null }
  }

  private static func time(
    _ name: String, _ value: @escaping @Sendable (SessionExport) -> Timestamp?
  ) -> ExportColumn {
    ExportColumn(name: name) { value($0).map { .string($0.rfc3339) } ?? .null }
  }

  /// In FreeRADIUS's order, ours behind them.
  private static let columns: [ExportColumn] = [
    number("radacctid") { UInt64(clamping: $0.radacctid) }, text("acctsessionid") { $0.acctsessionid },
    text("acctuniqueid") { $0.acctuniqueid }, text("username") { $0.username }, text("realm") { $0.realm },
    text("nasipaddress") { $0.nasipaddress }, text("nasportid") { $0.nasportid },
    text("nasporttype") { $0.nasporttype }, time("acctstarttime") { $0.acctstarttime },
    time("acctupdatetime") { $0.acctupdatetime }, time("acctstoptime") { $0.acctstoptime },
    number("acctinterval") { $0.acctinterval.map { UInt64($0) } },
    number("acctsessiontime") { $0.acctsessiontime.map { UInt64($0) } }, text("acctauthentic") { $0.acctauthentic },
    text("connectinfo_start") { $0.connectinfo_start }, text("connectinfo_stop") { $0.connectinfo_stop },
    number("acctinputoctets") { $0.acctinputoctets }, number("acctoutputoctets") { $0.acctoutputoctets },
    text("calledstationid") { $0.calledstationid }, text("callingstationid") { $0.callingstationid },
    text("acctterminatecause") { $0.acctterminatecause }, text("servicetype") { $0.servicetype },
    text("framedprotocol") { $0.framedprotocol }, text("framedipaddress") { $0.framedipaddress },
    text("framedipv6address") { $0.framedipv6address }, text("framedipv6prefix") { $0.framedipv6prefix },
    text("framedinterfaceid") { $0.framedinterfaceid }, text("delegatedipv6prefix") { $0.delegatedipv6prefix },
    text("class") { $0.class }, text("client") { $0.client }, text("nas") { $0.nas },
    number("lease") { $0.lease },
  ]
}
