import Accounting
import AddressPool
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import Storage
import Timebase

/// Acct-Status-Type (RFC 2866 §5.1, RFC 2867 §3). Other values are recorded and acknowledged too.
private enum StatusType {
  static let start: UInt32 = 1
  static let stop: UInt32 = 2
  static let interimUpdate: UInt32 = 3
  static let accountingOn: UInt32 = 7
  static let accountingOff: UInt32 = 8

  /// What the ledger calls a packet of it.
  static func packet(_ value: UInt32) -> String {
    switch value {
    case start: "Accounting-Request Start"
    case stop: "Accounting-Request Stop"
    case interimUpdate: "Accounting-Request Interim-Update"
    case accountingOn: "Accounting-Request Accounting-On"
    case accountingOff: "Accounting-Request Accounting-Off"
    case 9: "Accounting-Request Tunnel-Start"
    case 10: "Accounting-Request Tunnel-Stop"
    case 11: "Accounting-Request Tunnel-Reject"
    case 12: "Accounting-Request Tunnel-Link-Start"
    case 13: "Accounting-Request Tunnel-Link-Stop"
    case 14: "Accounting-Request Tunnel-Link-Reject"
    case 15: "Accounting-Request Failed"
    default: "Accounting-Request Acct-Status-Type \(value)"
    }
  }
}

extension Engine {
  /// An Accounting-Request that is its client's and no repetition of the same octets.
  func accounting(_ context: RequestContext) -> Reception {
    let packet = context.packet
    guard let status = packet.first(.acctStatusType)?.integer else {
      duplicates.forget(context.duplicate)
      return drop(.missingStatusType, source: context.source, client: context.client.name)
    }
    guard let bytes = accountingReply(context) else {
      duplicates.forget(context.duplicate)
      return drop(.replyTooLong, source: context.source, client: context.client.name)
    }
    let now = context.arrived
    let happened = EventTime.told(by: packet, arrival: now.wall)
    let event = EventTime.of(packet, arrival: now.wall)
    let fingerprint = EventMemory.fingerprint(packet, nas: context.nas)
    let instant = EventMemory.time(of: packet, arrived: now.moment)
    let delay = packet.first(.acctDelayTime)?.integer ?? 0
    if eventMemory.contains(fingerprint, at: instant, packet.authenticator, tellsDelay: delay > 0) {
      // Recorded before, or about to be: the answer waits for whatever is under way.
      counters.accountingDuplicates += 1
      gather(context, bytes, changes: [], records: [])
      return .pending
    }
    let remembered = eventMemory.insert(fingerprint, at: instant, packet.authenticator)
    let (verdict, lease) = apply(status, context, happened: happened)
    let changes = table.takeChanges()
    let counted = table.takeCountedNote()
    let record = AccountingRecord(
      arrival: now.wall, event: event, client: context.client.name, nas: context.nas,
      source: context.sourceText, verdict: verdict, leaseID: lease?.rawValue ?? 0, packet: packet.bytes,
      leaseAddress: lease.flatMap { id in withTable { $0.address(of: id) } })
    counters.accountingRecords += 1
    gather(context, bytes, changes: changes, records: [.accounting(record)], remembered: remembered, counted: counted)
    return Mutation.replyBeforeCommit.isActive ? .send(bytes) : .pending
  }

  private func apply(_ status: UInt32, _ context: RequestContext, happened: Timestamp) -> (AccountingVerdict, LeaseID?)
  {
    let note = describe(context, StatusType.packet(status))
    let now = context.arrived
    switch status {
    case StatusType.accountingOn, StatusType.accountingOff:
      let freed = table.nasRebooted(context.nas, before: happened, note: note, now: now)
      counters.nasReboots += 1
      report(.nasRebooted(nas: context.nas, freed: freed))
      return (.nasReboot, nil)
    case StatusType.start:
      return session(.start, context, happened: happened, note: note)
    case StatusType.stop:
      return session(.stop, context, happened: happened, note: note)
    case StatusType.interimUpdate:
      return session(.interim, context, happened: happened, note: note)
    default:
      return (.noLease, nil)
    }
  }

  private func session(_ kind: SessionEvent.Kind, _ context: RequestContext, happened: Timestamp, note: String)
    -> (AccountingVerdict, LeaseID?)
  {
    let packet = context.packet
    let holder = holder(of: context, isAccess: false)
    let wrongTokens = counters.wrongTokens
    var event = SessionEvent(
      kind: kind, holder: holder, token: tokenLease(packet),
      framedIPAddress: framedIPAddress(packet), time: happened,
      sessionTime: packet.first(.acctSessionTime)?.integer,
      inputOctets: octets(packet, .acctInputOctets, .acctInputGigawords),
      outputOctets: octets(packet, .acctOutputOctets, .acctOutputGigawords),
      portsUnique: context.client.portsUnique.knowledge, infersReboots: context.client.inferReboots.knowledge,
      note: note)
    event.isOfAnotherServer = event.token == nil && counters.wrongTokens > wrongTokens
    let outcome = table.account(event, now: context.arrived)
    reportReboots()
    if outcome.countersFell {
      counters.countersFell += 1
      report(.countersFell(user: holder.user, nas: holder.nas, session: holder.session))
    }
    if outcome.addressDiffers {
      counters.addressMismatches += 1
      if let address = event.framedIPAddress {
        report(.addressMismatch(address: address, user: holder.user, nas: holder.nas, session: holder.session))
      }
    }
    switch outcome.verdict {
    case .applied:
      return (.applied, outcome.lease)
    case .noLease:
      return (.noLease, nil)
    case .stale:
      counters.stale += 1
      if kind == .stop { report(.staleStop(user: holder.user, nas: holder.nas, session: holder.session)) }
      return (.stale, outcome.lease)
    case .tokenMismatch:
      counters.tokenMismatches += 1
      report(.tokenMismatch(user: holder.user, nas: holder.nas, session: holder.session))
      return (.tokenMismatch, outcome.lease)
    case .conflict:
      counters.conflicts += 1
      if let address = event.framedIPAddress {
        report(.conflict(address: address, user: holder.user, nas: holder.nas, session: holder.session))
      }
      return (.conflict, outcome.lease)
    }
  }

  /// What the last step found of NASes that start anew without saying so.
  func reportReboots() {
    for finding in table.takeRebootFindings() {
      switch finding {
      case .inferred(let nas, let contradicted, let doubted):
        counters.rebootsInferred += 1
        report(.rebootInferred(nas: nas, contradicted: contradicted, doubted: doubted))
      case .refuted(let nas, let session, let restored):
        counters.rebootsRefuted += 1
        report(.rebootRefuted(nas: nas, session: session, restored: restored))
      }
    }
  }

  /// The address that the packet's session uses; nil: none is named. Some devices send 0.0.0.0 until IPCP is done, or
  /// the wildcards of an Access-Accept (RFC 2865 §5.8).
  private func framedIPAddress(_ packet: Packet) -> IPv4Address? {
    guard let number = packet.first(.framedIPAddress)?.integer, number != 0, number < 0xffff_fffe else { return nil }
    return IPv4Address(rawValue: number)
  }

  /// The lease that one of the packet's Class attributes names. Others' Class, and a wrong tag, count as none; one that
  /// looks like ours and is not is counted.
  private func tokenLease(_ packet: Packet) -> LeaseID? {
    var next = packet.offset(of: .classAttribute)
    while let offset = next {
      let end = offset + Int(packet.bytes[offset + 1])
      let value = packet.bytes[(offset + WireLimits.attributeHeaderLength)..<end]
      if let lease = token.verify(value) { return lease }
      if LeaseToken.looksLikeOne(value) { counters.wrongTokens += 1 }
      next = packet.offset(of: .classAttribute, from: end)
    }
    return nil
  }

  /// A counter of octets with its Gigawords (RFC 2869 §5.1); nil where the packet has neither.
  private func octets(_ packet: Packet, _ low: AttributeType, _ high: AttributeType) -> UInt64? {
    let octets = packet.first(low)?.integer
    let gigawords = packet.first(high)?.integer
    guard octets != nil || gigawords != nil else { return nil }
    return UInt64(gigawords ?? 0) << 32 | UInt64(octets ?? 0)
  }

  private func accountingReply(_ context: RequestContext) -> [UInt8]? {
    var reply = context.packet.response(.accountingResponse)
    do throws(EncodingError) {
      try reply.appendAll(.proxyState, of: context.packet)
    } catch {
      return nil
    }
    var bytes = reply.finish()
    PacketSignature.sign(
      reply: &bytes, requestAuthenticator: context.packet.authenticator, secret: context.client.secret)
    return bytes
  }
}
