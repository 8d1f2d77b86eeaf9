package import NetworkAddress
package import Timebase

extension LeaseTable {
  /// When an active lease must be looked at: at the end of its Session-Timeout, or, once it has sent an Interim, when
  /// `missed-interims` of them are missing.
  func activeDeadline(_ lease: Lease, sessionDeadline: Moment, terms: PoolTerms, now: Now) -> Moment {
    guard lease.hasSentInterim, let silence = silenceSpan(lease, terms) else { return sessionDeadline }
    return min(sessionDeadline, now.moment.advanced(byMilliseconds: silence))
  }

  /// How long a session that sends Interims may be silent, in milliseconds; nil where no Interims were asked for.
  func silenceSpan(_ lease: Lease, _ terms: PoolTerms) -> Int64? {
    guard lease.interimInterval > 0 else { return nil }
    let missed = terms.missedInterims - (Mutation.silenceOneIntervalShort.isActive ? 1 : 0)
    return Int64(missed) * Int64(lease.interimInterval) * 1000 + terms.sessionGrace
  }

  /// `began`: when the session began by what its packet says of its age; nil: it says nothing. The wall clock may have
  /// stepped since the lease began, and not since the packet came.
  func sessionDeadline(_ lease: Lease, _ terms: PoolTerms, began: Timestamp? = nil, now: Now) -> Moment {
    let start = began.map { max($0, lease.start) } ?? lease.start
    let elapsed = max(0, start.milliseconds(to: now.wall))
    let span = Int64(lease.sessionTimeout) * 1000 + terms.sessionGrace
    return now.moment.advanced(byMilliseconds: min(span, max(0, span - elapsed)))
  }

  /// The deadline as a wall time, for people: the ledger's own is that of the moment when it was written.
  package func deadline(of lease: Lease, now: Now) -> Timestamp? {
    guard let index = slot(at: lease.address), let deadline = slots[Int(index)].times.deadline else { return nil }
    return now.wallTime(of: deadline)
  }
}

extension LeaseTable {
  /// Framed-IP-Netmask to go with the lease; nil: none is sent.
  package func netmask(for lease: Lease) -> IPv4Address? { definition(pool: poolIndex(of: lease.address)).netmask }

  /// Session-Timeout of the lease's pool, seconds.
  package func sessionTimeout(for lease: Lease) -> UInt32 {
    UInt32(clamping: terms(of: lease).sessionTimeout / 1000)
  }

  /// The pool that rules what a session is told: that of its address, or, where the address left every range while it was
  /// held, the one that it came from.
  func terms(of lease: Lease) -> PoolTerms {
    let index = poolIndex(of: lease.address)
    return terms(pool: index >= 0 ? index : poolByName[lease.pool] ?? -1)
  }
}
