import Timebase

/// What was found of a NAS that may have started anew without an Accounting-On.
package enum RebootFinding: Equatable, Sendable {
  /// `contradicted` of its sessions were found gone; `doubted` others are in doubt for that.
  case inferred(nas: String, contradicted: Int, doubted: Int)
  /// A session from before was heard after all; `restored` others are in doubt no more.
  case refuted(nas: String, session: String, restored: Int)
}

/// The signs that a NAS has started anew without saying so.
///
/// A sign is a new session with the Acct-Session-Id of another user's live one (RFC 2866 §5.5: the NAS has forgotten
/// that it gave it), or on the NAS-Port of a live one where ports are unique. Silence is none (invariant I7). Kept in
/// memory only: after a restart the signs are gathered anew.
struct RebootWatch {
  /// The sessions of a NAS that were found gone.
  struct Evidence {
    /// The first new session that contradicted one: the NAS had started anew by then.
    var first: Timestamp
    var firstMoment: Moment
    /// When one of those found gone was heard last: the NAS had not started anew yet.
    var after: Timestamp
    var sessions: Set<LeaseID>
    /// How many of them lost their Acct-Session-Id, and not only their port.
    var byName = 0
    /// The NAS's live leases when the first was found gone.
    let live: Int

    /// A lost Stop leaves one session behind whose port or name comes again. A few names at once, or half of all
    /// sessions, is more than that.
    var isProof: Bool { sessions.count >= sessionsMin && (byName >= sessionsMin || 2 * sessions.count >= live) }
  }

  static let sessionsMin = 3
  /// Signs further apart than this are not of one reboot, in milliseconds.
  static let span: Int64 = 600_000
  /// NASes that are watched, and that are remembered for using an Acct-Session-Id twice.
  static let nasesMax = 65_536

  private var evidence: [String: Evidence] = [:]
  /// A session from before was heard after its NAS had used another's Acct-Session-Id again: such a reuse proves nothing
  /// of this NAS from then on.
  private var sharesNames: Set<String> = []
  var findings: [RebootFinding] = []

  var isEmpty: Bool { evidence.isEmpty }

  func of(_ nas: String) -> Evidence? { evidence[nas] }

  /// One more session was found gone. Returns what is known now, if it is a proof.
  mutating func add(_ gone: Lease, nas: String, byName: Bool, began: Timestamp, live: Int, now: Now) -> Evidence? {
    if byName, sharesNames.contains(nas) { return nil }
    // What is long ago, or what this one was heard after, are signs of something else.
    if let known = evidence[nas],
      known.firstMoment.milliseconds(to: now.moment) > RebootWatch.span || gone.lastSeen >= known.first
    {
      evidence[nas] = nil
    }
    guard evidence[nas] != nil || makeRoom(now: now) else { return nil }
    var known =
      evidence[nas]
      ?? Evidence(first: began, firstMoment: now.moment, after: gone.lastSeen, sessions: [], live: live)
    guard known.sessions.insert(gone.id).inserted else { return nil }
    known.first = min(known.first, began)
    known.after = max(known.after, gone.lastSeen)
    if byName { known.byName += 1 }
    guard known.isProof || Mutation.oneSignIsAReboot.isActive else {
      evidence[nas] = known
      return nil
    }
    evidence[nas] = nil
    return known
  }

  mutating func forget(_ nas: String) { evidence[nas] = nil }

  /// A session that began before the signs was heard after them.
  mutating func refute(_ nas: String, byName: Bool) {
    evidence[nas] = nil
    if byName, sharesNames.count < RebootWatch.nasesMax { sharesNames.insert(nas) }
  }

  private mutating func makeRoom(now: Now) -> Bool {
    guard evidence.count >= RebootWatch.nasesMax else { return true }
    evidence = evidence.filter { $0.value.firstMoment.milliseconds(to: now.moment) <= RebootWatch.span }
    return evidence.count < RebootWatch.nasesMax
  }
}
