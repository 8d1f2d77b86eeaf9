package import Accounting
package import NetworkAddress
package import RADIUSDictionary
import RADIUSWire
package import Timebase

/// What `radacct` holds, as the accounting records that would have made it.
package struct SessionsImport: Sendable {
  package private(set) var past = 0
  package private(set) var open = 0
  package private(set) var findings: [Finding] = []
  /// The open sessions by address.
  package private(set) var openSessions: [IPv4Address: OpenSession] = [:]
  /// The earliest and the latest event.
  package private(set) var span: ClosedRange<Timestamp>?
  private let dictionary: AttributeDictionary
  private let times: TableTime
  private let now: Timestamp
  private let client: @Sendable (IPAddress) -> String?

  /// Findings that are kept; a table of another kind has one a row.
  private static let findingsMax = 1000

  /// - Parameter client: the name of the client that an address is; nil: none.
  package init(
    dictionary: AttributeDictionary, times: TableTime, now: Timestamp,
    client: @escaping @Sendable (IPAddress) -> String?
  ) {
    self.dictionary = dictionary
    self.times = times
    self.now = now
    self.client = client
  }

  /// The records of a row; none where it cannot be carried over.
  package mutating func take(_ row: TableRow) -> [AccountingRecord] {
    guard let nasText = row["nasipaddress"], let nas = IPAddress(nasText) else {
      return refuse(row, "the session has no NAS address")
    }
    guard let client = client(nas) else { return refuse(row, "\(nas) is no client's address") }
    let stop = times.time(row["acctstoptime"])
    let length = row["acctsessiontime"].flatMap { UInt32($0) }
    let started =
      times.time(row["acctstarttime"]) ?? stop?.advanced(byMilliseconds: -Int64(length ?? 0) * 1000)
    guard let start = started else { return refuse(row, "the session has no time") }
    var records: [AccountingRecord] = []
    func add(_ status: UInt64, _ time: Timestamp, _ pairs: [AttributePair]) {
      guard let packet = packet(status, pairs) else { return }
      records.append(
        AccountingRecord(
          arrival: now, event: time, client: client, nas: NASText.of(packet, from: nas.description),
          source: Endpoint(address: nas, port: 0).description, verdict: .replayed, leaseID: 0, packet: packet.bytes))
    }
    let identity = identity(row, nas)
    add(1, start, identity)
    let totals = totals(row, length)
    if let stop {
      add(2, max(stop, start), identity + totals + pairs(row, [("acctterminatecause", "Acct-Terminate-Cause")]))
    } else if !totals.isEmpty {
      add(3, max(times.time(row["acctupdatetime"]) ?? start, start), identity + totals)
    }
    guard records.count > 0, let last = records.last?.event else {
      return refuse(row, "its attributes make no packet")
    }
    span = min(span?.lowerBound ?? start, start)...max(span?.upperBound ?? last, last)
    if stop == nil { note(row, start) } else { past += 1 }
    return records
  }

  private mutating func note(_ row: TableRow, _ start: Timestamp) {
    open += 1
    guard let address = row["framedipaddress"].flatMap({ IPv4Address($0) }) else { return }
    if let other = openSessions[address], other.start > start { return }
    openSessions[address] = OpenSession(
      session: row["acctsessionid"] ?? "", user: row["username"] ?? "", port: row["nasportid"] ?? "", start: start,
      inputOctets: row["acctinputoctets"].flatMap { UInt64($0) } ?? 0,
      outputOctets: row["acctoutputoctets"].flatMap { UInt64($0) } ?? 0)
  }

  private mutating func refuse(_ row: TableRow, _ problem: String) -> [AccountingRecord] {
    if findings.count < SessionsImport.findingsMax {
      findings.append(Finding(row.file, row.line, problem + "; the row is left out"))
    }
    return []
  }

  private func identity(_ row: TableRow, _ nas: IPAddress) -> [AttributePair] {
    let isNumber = row["nasportid"].map { UInt32($0) != nil } ?? false
    let nasAddress: (String, AttributeValue) =
      switch nas {
      case .v4(let address): ("NAS-IP-Address", .ipv4Address(address))
      case .v6(let address): ("NAS-IPv6-Address", .ipv6Address(address))
      }
    return [pair(nasAddress.0, nasAddress.1)].compactMap { $0 }
      + pairs(
        row,
        [
          ("acctsessionid", "Acct-Session-Id"), ("username", "User-Name"),
          ("nasportid", isNumber ? "NAS-Port" : "NAS-Port-Id"), ("nasporttype", "NAS-Port-Type"),
          ("framedipaddress", "Framed-IP-Address"), ("calledstationid", "Called-Station-Id"),
          ("callingstationid", "Calling-Station-Id"), ("servicetype", "Service-Type"),
          ("framedprotocol", "Framed-Protocol"), ("acctauthentic", "Acct-Authentic"), ("class", "Class"),
          ("framedipv6address", "Framed-IPv6-Address"), ("framedipv6prefix", "Framed-IPv6-Prefix"),
          ("framedinterfaceid", "Framed-Interface-Id"), ("delegatedipv6prefix", "Delegated-IPv6-Prefix"),
        ])
  }

  /// Octets with their Gigawords (RFC 2869 §5.1).
  private func totals(_ row: TableRow, _ length: UInt32?) -> [AttributePair] {
    var pairs: [AttributePair?] = [length.map { pair("Acct-Session-Time", .integer(UInt64($0))) } ?? nil]
    for (column, low, high) in [
      ("acctinputoctets", "Acct-Input-Octets", "Acct-Input-Gigawords"),
      ("acctoutputoctets", "Acct-Output-Octets", "Acct-Output-Gigawords"),
    ] {
      guard let octets = row[column].flatMap({ UInt64($0) }) else { continue }
      pairs.append(pair(low, .integer(octets & 0xffff_ffff)))
      if octets >> 32 > 0 { pairs.append(pair(high, .integer(min(octets >> 32, 0xffff_ffff)))) }
    }
    return pairs.compactMap { $0 }
  }

  /// What a column says of an attribute. What does not fit it is passed over: `0` for an address, words of other servers.
  private func pairs(_ row: TableRow, _ names: [(column: String, attribute: String)]) -> [AttributePair] {
    names.compactMap { column, attribute in
      guard let text = row[column], let definition = dictionary.attribute(named: attribute),
        let value = try? dictionary.parse(text, as: definition)
      else { return nil }
      return AttributePair(definition, value: value)
    }
  }

  private func pair(_ name: String, _ value: AttributeValue) -> AttributePair? {
    dictionary.attribute(named: name).map { AttributePair($0, value: value) }
  }

  private func packet(_ status: UInt64, _ pairs: [AttributePair]) -> Packet? {
    guard let type = pair("Acct-Status-Type", .integer(status)), let octets = try? dictionary.encode([type] + pairs)
    else { return nil }
    var builder = PacketBuilder(code: .accountingRequest, identifier: 0)
    guard (try? builder.appendRaw(octets)) != nil else { return nil }
    return try? Packet(decoding: builder.finish())
  }
}
