import AddressPool
import NetworkAddress
import ServerCore

/// What goes wrong besides: the disk, the clock, and what an operator does.
extension World {
  mutating func scheduleFaults() {
    let profile = options.profile
    for index in nases.indices {
      if nases[index].traits.contains(.reboots) {
        queue.schedule(.reboot(nas: Int32(index)), at: random.wait(mean: profile.rebootEvery))
      }
      queue.schedule(.outage(nas: Int32(index)), at: random.wait(mean: profile.outageEvery))
    }
    queue.schedule(.diskFull, at: random.wait(mean: profile.diskFullEvery))
    queue.schedule(.clockStep, at: random.wait(mean: profile.clockStepEvery))
    queue.schedule(.operatorActs, at: random.wait(mean: profile.operatorEvery))
  }

  /// From now on everything works.
  mutating func stopFaults() {
    areFaultsOn = false
    disk.isFull = false
    lastTrouble = now
    for index in nases.indices {
      nases[index].cutOffUntil = 0
      nases[index].elsewhereUntil = 0
    }
    trace("the faults stop")
  }

  mutating func diskFills() {
    guard areFaultsOn else { return }
    guard options.faults.contains(.disk) else { return }
    if disk.isFull {
      disk.isFull = false
      trace("the disk has room again")
      queue.schedule(.diskFull, at: now + random.wait(mean: options.profile.diskFullEvery))
    } else {
      disk.isFull = true
      trace("the disk is full")
      queue.schedule(.diskFull, at: now + random.within(500...30_000))
    }
  }

  mutating func clockSteps() {
    guard areFaultsOn else { return }
    queue.schedule(.clockStep, at: now + random.wait(mean: options.profile.clockStepEvery))
    guard options.faults.contains(.clock) else { return }
    let size = random.pick([2000, 60_000, 3_600_000, 86_400_000])
    let step = random.below(2) == 0 ? random.within(1...Int64(size)) : -random.within(1...Int64(size))
    wallOffset += step
    lastStep = now
    report.clockSteps += 1
    trace("the wall clock steps by \(step) ms")
    // An Accounting-On that is under way will seem to be later, or earlier, than it was.
    for nas in nases where nas.owesAccountingOn || nas.rebootedAt >= 0 && now - nas.rebootedAt < 660_000 {
      for session in liveOn[Int(nas.index)] {
        sessions[Int(session)].forfeit = sessions[Int(session)].forfeit ?? .clockStep
      }
    }
  }

  mutating func operatorActs() {
    guard areFaultsOn else { return }
    queue.schedule(.operatorActs, at: now + random.wait(mean: options.profile.operatorEvery))
    guard options.faults.contains(.operatorActs), let engine else { return }
    hasServerActed = true
    report.operatorActs += 1
    let index = random.below(scenario.poolSize)
    let address = Scenario.address(index)
    do throws(OperatorRefusal) {
      switch random.below(10) {
      case 0..<4: reload(engine)
      case 4..<7:
        _ = try engine.release(address, note: "simulated operator", now: clock)
        trace("operator releases \(address)")
        for session in usersOf[index] { sessions[Int(session)].forfeit = .released }
        if let lease = engine.lease(at: address) { releasedLeases.insert(lease.id.rawValue) }
      default:
        guard reservedCount < scenario.poolSize / 4 else { return }
        _ = try engine.reserve(address, note: "simulated operator", now: clock)
        reservedCount += 1
        trace("operator reserves \(address)")
      }
    } catch {
      trace("operator is refused: \(error)")
    }
    turnEnded()
  }

  /// Shrinks the pool by a few addresses, or gives them back.
  private mutating func reload(_ engine: Engine) {
    hasReloaded = true
    var pool = scenario.pool
    if policy.pools[0].exclude.isEmpty {
      let first = random.below(scenario.poolSize - 1)
      // A static address outside of every pool has terms of its own, which the bound does not cover.
      let lastMax = scenario.poolSize - (scenario.staticUser == nil ? 1 : 2)
      let last = min(lastMax, first + random.below(max(1, scenario.poolSize / 3)))
      if let hole = AddressRange(first: Scenario.address(first), last: Scenario.address(last)) {
        pool.exclude = [hole]
        trace("operator takes \(hole) out of the pool")
        for index in first...last { excludedSince[index] = now }
      }
    } else {
      trace("operator gives the pool its addresses back")
      for index in excludedSince.indices { excludedSince[index] = .max }
    }
    policy.pools = [pool]
    engine.reload(policy, now: clock)
  }
}
