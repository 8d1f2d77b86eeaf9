package import Accounting
package import AddressPool
import NetworkAddress
import RADIUSWire
package import Timebase

/// Sessions and reboots, put together out of recorded accounting, in any order of the records.
package struct RecordedTraffic: Sendable {
  package private(set) var sessions: [RecordedSession] = []
  private(set) var reboots: [RecordedReboot] = []
  /// Records that were taken, and those of them that are of no session.
  package private(set) var records = 0
  package private(set) var ignored = 0
  /// The first record's time and the last one's.
  package private(set) var first: Timestamp?
  package private(set) var last: Timestamp?
  /// The newest session of each NAS and Acct-Session-Id.
  private var newest: [Key: Int] = [:]

  private struct Key: Hashable {
    var nas: String
    var session: String
  }

  package init() {}

  /// Takes a record. One that was recorded twice changes nothing.
  package mutating func take(_ record: AccountingRecord) {
    records += 1
    guard let event = AccountingEvent(record), let source = Endpoint(record.source),
      let packet = try? Packet(decoding: record.packet)
    else {
      ignored += 1
      return
    }
    switch event.status {
    case .start, .interim, .stop:
      guard !event.session.isEmpty, !event.user.isEmpty || known(event) != nil else {
        ignored += 1
        return
      }
      see(record.event)
      session(event, packet, source)
    case .on, .off:
      see(record.event)
      reboots.append(RecordedReboot(time: record.event, source: source, octets: RecordedSession.identity(of: packet)))
    case .other:
      ignored += 1
    }
  }

  /// Takes a ledger entry: what was offered and never became a session asked for an address all the same.
  package mutating func take(_ transition: LeaseTransition) {
    guard transition.cause == .neverStarted, transition.from == .offered, let holder = transition.lease.holder,
      let source = NASSource(holder.nas)
    else { return }
    see(transition.lease.start)
    sessions.append(RecordedSession(offered: transition.lease, holder, source))
  }

  private mutating func see(_ time: Timestamp) {
    first = min(first ?? time, time)
    last = max(last ?? time, time)
  }

  private func known(_ event: AccountingEvent) -> Int? { newest[Key(nas: event.nas, session: event.session)] }

  private mutating func session(_ event: AccountingEvent, _ packet: Packet, _ source: Endpoint) {
    let key = Key(nas: event.nas, session: event.session)
    if let index = newest[key], sessions[index].isSame(event) {
      sessions[index].take(event)
    } else {
      newest[key] = sessions.count
      sessions.append(RecordedSession(event, packet, source))
    }
  }
}

/// An Accounting-On or -Off.
struct RecordedReboot: Sendable {
  var time: Timestamp
  var source: Endpoint
  /// The attributes that name the NAS, encoded.
  var octets: [UInt8]
}
