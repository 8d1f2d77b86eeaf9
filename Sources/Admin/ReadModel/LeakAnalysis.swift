internal import AddressPool
package import Storage
package import Timebase

/// Makes the report on leaks out of tallies. Pure.
package struct LeakAnalysis {
  private let tallies: [LeaseTally]
  private let now: Timestamp

  package init(tallies: [LeaseTally], now: Timestamp) {
    self.tallies = tallies
    self.now = now
  }

  /// `quarantines`: of each pool, in milliseconds; for pools in which no doubt has ended yet.
  package func report(sinceDay day: Int64, pools: [PoolSummary], quarantines: [String: Int64]) -> LeakReport {
    var byNAS: [String: LeaseTally] = [:]
    for tally in tallies where tally.key.day >= day {
      if byNAS[tally.key.nas]?.add(tally) == nil { byNAS[tally.key.nas] = tally }
    }
    let nases = byNAS.values.map { (leaks: NASLeaks($0), order: LeakAnalysis.certainLoss($0)) }
    let sorted = nases.sorted { left, right in
      let isBad = (left.leaks.fault != nil, right.leaks.fault != nil)
      if isBad.0 != isBad.1 { return isBad.0 }
      return left.order != right.order ? left.order > right.order : left.leaks.nas < right.leaks.nas
    }
    return LeakReport(
      since: LeaseTally.start(ofDay: day), until: now, nases: sorted.map(\.leaks),
      pools: pools.map { outlook($0, quarantine: quarantines[$0.pool] ?? 0) })
  }

  /// At the rate of today and yesterday, so that a rate has more than a few minutes behind it just after midnight.
  private func outlook(_ pool: PoolSummary, quarantine: Int64) -> PoolOutlook {
    let yesterday = LeaseTally.day(of: now) - 1
    var sum: LeaseTally?
    for tally in tallies where tally.key.day >= yesterday && tally.key.pool == pool.pool {
      if sum?.add(tally) == nil { sum = tally }
    }
    let doubts = Double(sum?[.doubts] ?? 0)
    let over = Double(sum?[.doubtsOver] ?? 0)
    let mean = over > 0 ? Double(sum?[.doubtMilliseconds] ?? 0) / over : Double(quarantine)
    let elapsed = Double(max(LeakAnalysis.elapsedMin, sum.map { $0.first.milliseconds(to: now) } ?? 0))
    let rate = doubts / elapsed
    let free = Double(pool.free)
    let inDoubt = pool.suspect + pool.quarantined
    // What comes in at this rate and stays so long is there at once (Little's law); it must fit into what is not used.
    let expected = rate * mean
    let runsDry = expected > free + Double(inDoubt)
    return PoolOutlook(
      pool: pool.pool, size: pool.size, free: pool.free, inDoubt: inDoubt, doubtsPerDay: rate * 86_400_000,
      doubtMeanSeconds: mean / 1000, inDoubtExpected: expected,
      runsDry: runsDry ? now.advanced(byMilliseconds: Int64(free / rate)) : nil)
  }

  /// A rate over less than this many milliseconds is none.
  private static let elapsedMin: Int64 = 60_000

  /// The share of sessions and offers lost that is certain from so few of them: the lower end of Wilson's interval, at
  /// 95 %. A NAS that lost 400 of 1,000 comes before one that lost 1 of 2.
  static func certainLoss(_ tally: LeaseTally) -> Double {
    let lost = Double(tally.lost + tally[.neverStarted])
    let all = Double(tally.ended + tally[.neverStarted])
    guard all > 0 else { return 0 }
    let deviation = 1.96
    let share = min(1, lost / all)
    let square = deviation * deviation
    let middle = share + square / (2 * all)
    let spread = deviation * ((share * (1 - share) + square / (4 * all)) / all).squareRoot()
    return max(0, (middle - spread) / (1 + square / all))
  }
}

extension LeaseTally {
  /// Sessions that ended without a Stop.
  var withoutStop: Int64 {
    self[.endedSilence] + self[.endedSessionTimeout] + self[.endedNASReboot]
      + self[.endedRebootInferred] + self[.endedPortReused] + self[.endedHandedOn] + self[.endedDisconnected]
      + self[.endedOperator] + self[.endedOtherwise]
  }

  var ended: Int64 { self[.stopped] + withoutStop }

  /// Sessions whose end their NAS never told: a restart that it told of, what was asked for, and what an operator did
  /// are no loss; neither is a session that was alive after all, or whose Stop came late.
  var lost: Int64 {
    max(
      0,
      self[.endedSilence] + self[.endedSessionTimeout] + self[.endedRebootInferred] + self[.endedPortReused]
        + self[.endedHandedOn] - self[.revived] - self[.lateStops])
  }
}
