package import NetworkAddress
import RADIUSWire
package import Timebase

/// Acct-Status-Type (RFC 2866 §5.1, RFC 2867 §3) as far as sessions are concerned.
package enum AccountingStatus: Equatable, Sendable {
  case start
  case stop
  case interim
  case on
  case off
  /// Tunnel and link records, `Failed`, vendors' own numbers: in the journal, but no session.
  case other(UInt32)

  package init(_ number: UInt32) {
    switch number {
    case 1: self = .start
    case 2: self = .stop
    case 3: self = .interim
    case 7: self = .on
    case 8: self = .off
    default: self = .other(number)
    }
  }
}

/// An accounting record, read: what the fold of sessions needs of a packet. Whatever is absent or malformed is nil or
/// empty; the packet itself stays in the journal as it came.
package struct AccountingEvent: Equatable, Sendable {
  package var status: AccountingStatus
  /// Whole seconds: a delay is told in seconds, so that finer times would only tell retries apart.
  package var time: Timestamp
  package var client: String
  package var nas: String
  package var verdict: AccountingVerdict
  package var leaseID: UInt64

  package var session = ""
  package var user = ""
  package var nasIPAddress = ""
  /// NAS-Port-Id, else NAS-Port.
  package var nasPortID = ""
  package var nasPortType = ""
  /// Acct-Session-Time, seconds.
  package var sessionTime: UInt32?
  package var authentic = ""
  package var connectInfo = ""
  /// Acct-Input-Octets with Acct-Input-Gigawords (RFC 2869 §5.1); nil where the packet has neither.
  package var inputOctets: UInt64?
  package var outputOctets: UInt64?
  package var calledStation = ""
  package var callingStation = ""
  package var terminateCause = ""
  package var serviceType = ""
  package var framedProtocol = ""
  package var framedIPAddress: IPv4Address?
  package var framedIPv6Address = ""
  package var framedIPv6Prefix = ""
  package var framedInterfaceID = ""
  package var delegatedIPv6Prefix = ""
  /// The first Class that is not our own token, as `0x` and hex digits: of a token, ``leaseID`` is what it tells.
  package var classText = ""

  /// When the session began, as far as this record can tell; nil where it cannot.
  package var begin: Timestamp? {
    switch status {
    case .start: time
    case .stop, .interim: sessionTime.map { time.advanced(byMilliseconds: -Int64($0) * 1000) }
    case .on, .off, .other: nil
    }
  }

  /// Nil when the packet cannot be read or names no status.
  package init?(_ record: AccountingRecord) {
    guard let packet = try? Packet(decoding: record.packet),
      let number = packet.first(.acctStatusType)?.integer
    else { return nil }
    status = AccountingStatus(number)
    time = Timestamp(seconds: record.event.seconds)
    client = record.client
    nas = record.nas
    verdict = record.verdict
    leaseID = record.leaseID
    var counters = OctetCounters()
    for attribute in packet.attributes where !attribute.value.isEmpty {
      if !counters.read(attribute) { read(attribute) }
    }
    inputOctets = counters.input
    outputOctets = counters.output
    framedIPAddress = framedIPAddress ?? record.leaseAddress
    if nasIPAddress.isEmpty, let source = Endpoint(record.source) { nasIPAddress = source.address.description }
  }

  /// Takes one attribute. Of several of a type the first counts.
  private mutating func read(_ attribute: Attribute) {
    switch attribute.type {
    case .acctSessionID: AccountingEvent.fill(&session, attribute.text)
    case .userName: AccountingEvent.fill(&user, attribute.text)
    case .nasIPAddress:
      AccountingEvent.fill(&nasIPAddress, attribute.integer.map { IPv4Address(rawValue: $0).description })
    case .nasIPv6Address: AccountingEvent.fill(&nasIPAddress, IPv6Address(octets: attribute.value)?.description)
    case .nasPortID: nasPortID = attribute.text
    case .nasPort: AccountingEvent.fill(&nasPortID, attribute.integer.map { String($0) })
    case .nasPortType: AccountingEvent.fill(&nasPortType, attribute.integer.map(AttributeNames.nasPortType))
    case .acctSessionTime: sessionTime = sessionTime ?? attribute.integer
    case .acctAuthentic: AccountingEvent.fill(&authentic, attribute.integer.map(AttributeNames.authentic))
    case .connectInfo: AccountingEvent.fill(&connectInfo, attribute.text)
    case .calledStationID: AccountingEvent.fill(&calledStation, attribute.text)
    case .callingStationID: AccountingEvent.fill(&callingStation, attribute.text)
    case .acctTerminateCause:
      AccountingEvent.fill(&terminateCause, attribute.integer.map(AttributeNames.terminateCause))
    case .serviceType: AccountingEvent.fill(&serviceType, attribute.integer.map(AttributeNames.serviceType))
    case .framedProtocol: AccountingEvent.fill(&framedProtocol, attribute.integer.map(AttributeNames.framedProtocol))
    case .framedIPAddress:
      framedIPAddress = framedIPAddress ?? attribute.integer.map { IPv4Address(rawValue: $0) }
    case .framedIPv6Address: AccountingEvent.fill(&framedIPv6Address, IPv6Address(octets: attribute.value)?.description)
    case .framedIPv6Prefix: AccountingEvent.fill(&framedIPv6Prefix, AttributeNames.prefix(attribute.value))
    case .framedInterfaceID: AccountingEvent.fill(&framedInterfaceID, AttributeNames.interfaceID(attribute.value))
    case .delegatedIPv6Prefix: AccountingEvent.fill(&delegatedIPv6Prefix, AttributeNames.prefix(attribute.value))
    case .classAttribute:
      if !isToken(attribute.value) { AccountingEvent.fill(&classText, AttributeNames.hexadecimal(attribute.value)) }
    default: break
    }
  }

  /// Whether a Class is the token of this record's lease: `RC`, the key's number (2 hexadecimal digits), the lease's (16), a
  /// tag (24). That the tag is right was found out when the lease was.
  private func isToken(_ value: ArraySlice<UInt8>) -> Bool {
    guard leaseID != 0, value.count == 44, value.starts(with: "RC".utf8) else { return false }
    let digits = String(decoding: value.dropFirst(4).prefix(16), as: UTF8.self)
    return UInt64(digits, radix: 16) == leaseID
  }

  private static func fill(_ field: inout String, _ text: String?) {
    if field.isEmpty, let text { field = text }
  }
}

/// Octets and Gigawords of both directions while a packet is read.
private struct OctetCounters {
  private var inputLow: UInt32?
  private var inputHigh: UInt32?
  private var outputLow: UInt32?
  private var outputHigh: UInt32?

  /// False when `attribute` is no counter.
  mutating func read(_ attribute: Attribute) -> Bool {
    switch attribute.type {
    case .acctInputOctets: inputLow = attribute.integer
    case .acctInputGigawords: inputHigh = attribute.integer
    case .acctOutputOctets: outputLow = attribute.integer
    case .acctOutputGigawords: outputHigh = attribute.integer
    default: return false
    }
    return true
  }

  var input: UInt64? { OctetCounters.total(inputLow, inputHigh) }
  var output: UInt64? { OctetCounters.total(outputLow, outputHigh) }

  /// Databases count with a sign: what no line has ever carried is cut to what they can hold.
  private static func total(_ low: UInt32?, _ high: UInt32?) -> UInt64? {
    if low == nil && high == nil { return nil }
    return min(UInt64(high ?? 0) << 32 | UInt64(low ?? 0), UInt64(Int64.max))
  }
}

extension AttributeType {
  /// What the `switch` over an attribute's type compares by: the general one is a call for every case of it.
  fileprivate static func ~= (pattern: AttributeType, type: AttributeType) -> Bool { pattern.rawValue == type.rawValue }
}
