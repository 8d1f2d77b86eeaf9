import Accounting
import AddressPool
package import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import Storage
package import Timebase

/// Asking NASes (RFC 5176): about leases in doubt, about sessions on another's address, and for operators.
///
/// An ask begins when what gave rise to it is on disk. What its answer changes goes the way of every change: into the
/// next batch, and into the ledger.
extension Engine {
  /// When ``advanceDynamicAuthorization(now:random:)`` should be called; nil: nobody is being asked.
  package var nextDynamicAuthorization: Moment? { dynamicAuthorization.next }

  /// What asking came to.
  package var dynamicAuthorizationCounters: DynamicAuthorizationCounters { dynamicAuthorization.counters }

  /// Sessions that are being asked after.
  package var sessionsAskedAfter: Int { dynamicAuthorization.count }

  /// Sends and gives up what is due. The datagrams come out of ``takeOutgoing()``.
  package func advanceDynamicAuthorization(now: Now, random: inout some RandomNumberGenerator) {
    let ended = dynamicAuthorization.advance(now: now, random: &random) { isNeeded($0) }
    for (ask, outcome) in ended { settle(ask, outcome, now: now) }
  }

  /// Hands over the Disconnect-Requests to send.
  package func takeOutgoing() -> [OutgoingDisconnect] { dynamicAuthorization.takeOutgoing() }

  /// Takes a datagram from a NAS's dynamic authorization port.
  @discardableResult
  package func receiveDynamicAuthorization(_ datagram: UnsafeRawBufferPointer, from source: Endpoint, now: Now)
    -> DisconnectReception
  {
    switch dynamicAuthorization.receive(datagram, from: source) {
    case .dropped(let fault):
      report(.disconnectReplyDropped(fault, source: source))
      return .dropped(fault)
    case .again:
      return .taken
    case .ended(let ask, let outcome):
      settle(ask, outcome, now: now)
      return .taken
    }
  }

  // MARK: - Beginning

  /// Called when what was decided is on disk: begins the asks that it gives rise to.
  func beginAsks(after decided: Decided, now: Now) {
    switch decided.purpose {
    case .sweep:
      for change in decided.changes where change.transition.to == .suspect {
        askAfterSuspect(change.transition.lease, now: now)
      }
    case .reply:
      guard case .accounting(let record)? = decided.records.last, record.verdict == .conflict else { return }
      askAfterConflict(record, now: now)
    case .command, .configuration:
      break
    }
  }

  private func askAfterSuspect(_ lease: Lease, now: Now) {
    guard withTable({ $0.isAsked(lease.id) }), let holder = lease.holder,
      !dynamicAuthorization.isUnderWay(.suspect(lease.id)),
      let contact = contact(NASName(holder.nas)?.source)
    else { return }
    let ask = DisconnectAsk(
      purpose: .suspect(lease.id), subject: DisconnectSubject(lease, holder: holder), destination: contact.endpoint,
      secret: contact.secret)
    // Where there is no room for it, the lease's own deadline ends the doubt.
    _ = dynamicAuthorization.begin(ask, now: now)
  }

  /// A session was heard of on an address that another holds. It is disconnected only where it can be named for
  /// certain: by its Acct-Session-Id. User and address might name the rightful holder.
  private func askAfterConflict(_ record: AccountingRecord, now: Now) {
    guard let contact = contact(Endpoint(record.source)?.address),
      contact.definition.onConflict == .disconnect, let packet = packet(of: record)
    else { return }
    let subject = DisconnectSubject(packet)
    let purpose = DisconnectPurpose.conflict(nas: record.nas, session: subject.session)
    guard !subject.session.isEmpty, !dynamicAuthorization.isUnderWay(purpose) else { return }
    _ = dynamicAuthorization.begin(
      DisconnectAsk(purpose: purpose, subject: subject, destination: contact.endpoint, secret: contact.secret),
      now: now)
  }

  private func packet(of record: AccountingRecord) -> Packet? {
    do throws(PacketError) { return try Packet(decoding: record.packet) } catch { return nil }
  }

  /// Whom to ask about a NAS, by the source address of its packets; nil: its client is not configured for it.
  func contact(_ source: IPAddress?) -> DynamicAuthorizationContact? {
    guard let source, let index = policy.clients.index(of: source) else { return nil }
    let client = policy.clients.clients[index]
    guard let definition = client.dynamicAuthorization else { return nil }
    return DynamicAuthorizationContact(
      definition: definition, endpoint: Endpoint(address: source, port: definition.port),
      secret: definition.secret ?? client.secret)
  }

  // MARK: - Ending

  private func isNeeded(_ purpose: DisconnectPurpose) -> Bool {
    switch purpose {
    case .suspect(let lease): withTable { $0.isAsked(lease) }
    case .conflict: true
    case .command(_, let lease, _): withTable { $0.session(of: lease) } != nil
    }
  }

  private func settle(_ ask: DisconnectAsk, _ outcome: DisconnectOutcome, now: Now) {
    let note = outcome.note(ask.destination)
    switch ask.purpose {
    case .suspect(let lease):
      _ = table.answered(outcome.verdict, lease: lease, note: note, now: now)
      gatherChanges(.sweep)
    case .conflict:
      break
    case .command(let command, let lease, let row):
      settle(command, lease, row: row, outcome, note: note, now: now)
    }
    guard outcome != .superseded else { return }
    report(
      .disconnectAnswered(
        outcome, user: ask.subject.user, session: ask.subject.session, address: ask.subject.framedIPAddress,
        nas: ask.destination))
  }
}

/// Where a NAS takes Disconnect-Requests.
struct DynamicAuthorizationContact {
  var definition: DynamicAuthorizationDefinition
  var endpoint: Endpoint
  var secret: SharedSecret
}
