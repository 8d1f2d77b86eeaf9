import Timebase

/// A NAS that started anew without saying so (``RebootWatch``). What is inferred takes no address: it asks the sessions
/// that report to do so within one interval, and an answer of one of them takes it back.
extension LeaseTable {
  /// Hands over what was found since the last call.
  package mutating func takeRebootFindings() -> [RebootFinding] {
    guard !reboots.findings.isEmpty else { return [] }
    let taken = reboots.findings
    reboots.findings.removeAll()
    return taken
  }

  /// The step just made gave the session of a slot an Acct-Session-Id: whether it was another live one's.
  mutating func watchName(slot index: Int32, began: Timestamp, infers: Bool?, now: Now) {
    guard let other = changes.last?.displacedSession, other >= 0, other != index else { return }
    let gone = leaseInSlot(other)
    guard gone.state == .active || gone.state == .suspect, let old = gone.holder,
      let new = slots[Int(index)].lease.holder, !old.isSameUser(as: new)
    else { return }
    // It was heard after the other had its name: this NAS uses names twice.
    guard gone.lastSeen < began else { return reboots.refute(old.nas, byName: true) }
    contradict(gone, nas: old.nas, byName: true, began: began, infers: infers, now: now)
  }

  /// A session was found gone, by a new one in its place.
  mutating func contradict(
    _ gone: Lease, nas: String, byName: Bool, began: Timestamp, infers: Bool?, now: Now
  ) {
    guard infers ?? true,
      let proof = reboots.add(
        gone, nas: nas, byName: byName, began: began, live: nases[nas]?.live ?? 0, now: now)
    else { return }
    var doubted = 0
    var index = nases[nas]?.head ?? -1
    while index >= 0 {
      let next = slots[Int(index)].nasNext
      let lease = leaseInSlot(index)
      if lease.state == .active, lease.start <= proof.after, lease.lastSeen < proof.first,
        lease.hasSentInterim || infers ?? false
      {
        if Mutation.oneSignIsAReboot.isActive {
          end(slot: index, cause: .rebootInferred, isOver: false, match: nil, note: "", now: now)
        } else {
          doubtAfterReboot(lease, slot: index, contradicted: proof.sessions.count, now: now)
        }
        doubted += 1
      }
      index = next
    }
    reboots.findings.append(.inferred(nas: nas, contradicted: proof.sessions.count, doubted: doubted))
  }

  /// One interval to be heard in, where the session's own deadline is not nearer.
  private mutating func doubtAfterReboot(_ lease: Lease, slot index: Int32, contradicted: Int, now: Now) {
    let slot = slots[Int(index)]
    let terms = terms(pool: slot.pool)
    let interval = lease.interimInterval > 0 ? Int64(lease.interimInterval) * 1000 : terms.interimInterval
    let listening = now.moment.advanced(byMilliseconds: max(interval, 0) + terms.sessionGrace)
    let deadline = slot.deadline.map { min($0, listening) } ?? listening
    var lease = lease
    lease.state = .suspect
    lease.since = now.wall
    lease.cause = .rebootInferred
    lease.deadline = now.wallTime(of: deadline)
    apply(
      lease, slot: index, deadline: deadline, sessionDeadline: slot.sessionDeadline, cause: .rebootInferred,
      note: "\(contradicted) other sessions of its NAS have lost their port or Acct-Session-Id to new ones", now: now)
  }

  /// A session was heard: what `lease` was before it. Whatever says that its NAS started anew since is wrong.
  mutating func refuteReboot(_ lease: Lease, slot index: Int32, at time: Timestamp, now: Now) {
    guard !reboots.isEmpty || lease.cause == .rebootInferred, let nas = lease.holder?.nas else { return }
    if let evidence = reboots.of(nas), lease.state == .active || lease.state == .suspect,
      lease.start <= evidence.after, time > evidence.first
    {
      reboots.refute(nas, byName: evidence.byName > 0)
    }
    guard lease.cause == .rebootInferred, time > lease.since else { return }
    reboots.refute(nas, byName: true)
    var restored = 0
    var other = nases[nas]?.head ?? -1
    while other >= 0 {
      let slot = slots[Int(other)]
      let next = slot.nasNext
      if other != index, slot.lease.state == .suspect, slot.lease.cause == .rebootInferred, !isAsked(slot) {
        restore(slot.lease, slot: other, heard: lease, now: now)
        restored += 1
      }
      other = next
    }
    reboots.findings.append(.refuted(nas: nas, session: lease.holder?.session ?? "", restored: restored))
  }

  /// Active again, with what is left of the time that it could be silent in, and no less than the doubt left it: after a
  /// start of the server that is the interval in which it listens first.
  private mutating func restore(_ lease: Lease, slot index: Int32, heard: Lease, now: Now) {
    let slot = slots[Int(index)]
    let terms = terms(pool: slot.pool)
    let end = slot.sessionDeadline ?? sessionDeadline(lease, terms, now: now)
    var deadline = end
    if lease.hasSentInterim, let silence = silenceSpan(lease, terms) {
      let left = min(max(0, silence - lease.lastSeen.milliseconds(to: now.wall)), silence)
      deadline = min(end, now.moment.advanced(byMilliseconds: left))
    }
    if let listening = slot.deadline { deadline = max(deadline, listening) }
    var lease = lease
    lease.state = .active
    lease.since = now.wall
    lease.cause = .revived
    lease.deadline = now.wallTime(of: deadline)
    apply(
      lease, slot: index, deadline: deadline, sessionDeadline: end, cause: .revived,
      note: "its NAS did not start anew: session \(heard.holder?.session ?? "") was heard", now: now)
  }
}
