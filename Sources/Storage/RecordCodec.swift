import Accounting
import AddressPool
import NetworkAddress
import Timebase

/// The binary forms of what the journal holds, field by field. New fields go to the end, behind a check of `atEnd`.
extension OctetWriter {
  mutating func append(_ transition: LeaseTransition) {
    append(signed: transition.time.rawValue)
    append(transition.from.rawValue)
    append(transition.cause.rawValue)
    append(transition.match?.rawValue ?? 0)
    append(transition.note)
    append(transition.lease, since: transition.time)
    if transition.count != 1 { append(number: UInt64(transition.count)) }
  }

  mutating func append(_ record: AccountingRecord) {
    append(signed: record.arrival.rawValue)
    append(record.event, since: record.arrival)
    append(record.verdict.rawValue)
    append(number: record.leaseID)
    append(record.client)
    append(record.nas)
    append(record.source)
    append(record.packet)
    append(number: record.leaseAddress.map { UInt64($0.rawValue) + 1 } ?? 0)
  }

  mutating func append(_ record: AuthenticationRecord) {
    append(signed: record.time.rawValue)
    append(flags: record.password != nil)
    append(number: record.leaseID)
    append(record.client)
    append(record.nas)
    append(record.user)
    append(record.callingStation)
    append(record.reply)
    append(record.reason)
    if let password = record.password { append(password) }
  }

  mutating func append(_ shared: SharedPort) {
    append(signed: shared.time.rawValue)
    append(shared.nas)
    append(number: UInt64(shared.port))
  }
}

extension OctetReader {
  mutating func transition(_ recent: inout RecentTexts) throws(JournalDecodingError) -> LeaseTransition {
    let time = Timestamp(rawValue: try signed())
    guard let from = LeaseState(rawValue: try octet()), let cause = LeaseCause(rawValue: try octet()) else {
      throw .badValue(offset: offset)
    }
    let rule = try octet()
    let match = MatchRule(rawValue: rule)
    guard rule == 0 || match != nil else { throw .badValue(offset: offset) }
    let note = try text()
    let lease = try lease(since: time, &recent)
    return LeaseTransition(
      time: time, from: from, cause: cause, match: match, note: note, count: atEnd ? 1 : try number32(), lease: lease)
  }

  /// The lease of a transition alone.
  mutating func leaseOfTransition(_ recent: inout RecentTexts) throws(JournalDecodingError) -> Lease {
    let time = Timestamp(rawValue: try signed())
    // The state before, the cause and the rule.
    for _ in 0..<3 { _ = try octet() }
    try skipText()
    return try lease(since: time, &recent)
  }

  mutating func accountingRecord(_ recent: inout RecentTexts) throws(JournalDecodingError) -> AccountingRecord {
    let arrival = Timestamp(rawValue: try signed())
    let event = try time(since: arrival)
    guard let verdict = AccountingVerdict(rawValue: try octet()) else { throw .badValue(offset: offset) }
    let leaseID = try number()
    var record = AccountingRecord(
      arrival: arrival, event: event, client: try text(&recent), nas: try text(&recent),
      source: try text(&recent), verdict: verdict, leaseID: leaseID, packet: try bytes())
    let address = atEnd ? 0 : try number()
    guard address <= UInt64(UInt32.max) + 1 else { throw .badValue(offset: offset) }
    if address > 0 { record.leaseAddress = IPv4Address(rawValue: UInt32(address - 1)) }
    return record
  }

  mutating func authenticationRecord(
    _ recent: inout RecentTexts
  ) throws(JournalDecodingError) -> AuthenticationRecord {
    let time = Timestamp(rawValue: try signed())
    let hasPassword = try octet() & 1 != 0
    let leaseID = try number()
    let client = try text(&recent)
    let nas = try text(&recent)
    var record = AuthenticationRecord(
      time: time, user: try text(), client: client, nas: nas, callingStation: try text(), reply: try text(),
      reason: try text(), leaseID: leaseID)
    if hasPassword { record.password = try text() }
    return record
  }

  mutating func sharedPort() throws(JournalDecodingError) -> SharedPort {
    let time = Timestamp(rawValue: try signed())
    let nas = try text()
    return SharedPort(time: time, nas: nas, port: try number32())
  }
}
