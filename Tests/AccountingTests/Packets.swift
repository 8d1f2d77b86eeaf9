import Accounting
import NetworkAddress
import RADIUSWire
import Testing
import Timebase

/// An accounting record of one NAS, written short. Times are seconds.
struct Event {
  var status: UInt32
  var at: Int64
  var session = "s1"
  var user = "bob"
  var sessionTime: UInt32?
  var input: UInt32?
  var inputGigawords: UInt32?
  var output: UInt32?
  var address: UInt32?
  var cause: UInt32?
  var lease: UInt64 = 0
  var verdict = AccountingVerdict.applied
  var nas = "192.0.2.1"

  static func start(at time: Int64) -> Event { Event(status: 1, at: time) }
  static func stop(at time: Int64) -> Event { Event(status: 2, at: time) }
  static func interim(at time: Int64) -> Event { Event(status: 3, at: time) }
  static func on(at time: Int64) -> Event { Event(status: 7, at: time, session: "", user: "") }

  func with(_ change: (inout Event) -> Void) -> Event {
    var event = self
    change(&event)
    return event
  }

  func record() throws -> AccountingRecord {
    var packet = PacketBuilder(code: .accountingRequest, identifier: 7)
    try packet.append(.acctStatusType, integer: status)
    if !session.isEmpty { try packet.append(.acctSessionID, text: session) }
    if !user.isEmpty { try packet.append(.userName, text: user) }
    if let sessionTime { try packet.append(.acctSessionTime, integer: sessionTime) }
    if let input { try packet.append(.acctInputOctets, integer: input) }
    if let inputGigawords { try packet.append(.acctInputGigawords, integer: inputGigawords) }
    if let output { try packet.append(.acctOutputOctets, integer: output) }
    if let address { try packet.append(.framedIPAddress, integer: address) }
    if let cause { try packet.append(.acctTerminateCause, integer: cause) }
    return AccountingRecord(
      arrival: Timestamp(seconds: at), event: Timestamp(seconds: at), client: "lab", nas: nas,
      source: "192.0.2.1:40000", verdict: verdict, leaseID: lease, packet: packet.finish())
  }
}

/// Folds events in order.
func fold(_ events: [Event]) throws -> [AccountingSession] {
  var table = ListTable()
  for event in events { SessionFold.apply(try #require(AccountingEvent(event.record())), to: &table) }
  return table.rows
}
