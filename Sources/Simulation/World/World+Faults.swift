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
    for server in servers {
      queue.schedule(.diskFull(server: server.number), at: random.wait(mean: profile.diskFullEvery))
      queue.schedule(.clockStep(server: server.number), at: random.wait(mean: profile.clockStepEvery))
    }
    queue.schedule(.operatorActs, at: random.wait(mean: profile.operatorEvery))
  }

  /// From now on everything works.
  mutating func stopFaults() {
    areFaultsOn = false
    for server in servers {
      server.disk.isFull = false
      server.lastTrouble = now
    }
    for index in nases.indices { nases[index].cutOffUntil = [0, 0] }
    trace("the faults stop")
  }

  mutating func diskFills(_ server: SimulatedServer) {
    guard areFaultsOn, options.faults.contains(.disk) else { return }
    let event = WorldEvent.diskFull(server: server.number)
    server.disk.isFull.toggle()
    if server.disk.isFull {
      trace("\(server.name)'s disk is full")
      queue.schedule(event, at: now + random.within(500...30_000))
    } else {
      trace("\(server.name)'s disk has room again")
      queue.schedule(event, at: now + random.wait(mean: options.profile.diskFullEvery))
    }
  }

  mutating func clockSteps(_ server: SimulatedServer) {
    guard areFaultsOn else { return }
    queue.schedule(.clockStep(server: server.number), at: now + random.wait(mean: options.profile.clockStepEvery))
    guard options.faults.contains(.clock) else { return }
    let size = random.pick([2000, 60_000, 3_600_000, 86_400_000])
    let step = random.below(2) == 0 ? random.within(1...Int64(size)) : -random.within(1...Int64(size))
    server.wallOffset += step
    report.clockSteps += 1
    trace("\(server.name)'s wall clock steps by \(step) ms")
    // An Accounting-On that is under way will seem to be later, or earlier, than it was.
    for nas in nases where nas.owesAccountingOn || nas.rebootedAt >= 0 && now - nas.rebootedAt < 660_000 {
      for number in liveOn[Int(nas.index)] where sessions[Int(number)].server == server.number {
        sessions[Int(number)].forfeit = sessions[Int(number)].forfeit ?? .clockStep
      }
    }
  }

  mutating func operatorActs() {
    guard areFaultsOn else { return }
    queue.schedule(.operatorActs, at: now + random.wait(mean: options.profile.operatorEvery / Int64(servers.count)))
    let server = servers[random.below(servers.count)]
    guard options.faults.contains(.operatorActs), let engine = server.engine else { return }
    acting = server
    report.operatorActs += 1
    let index = server.addresses.lowerBound + random.below(scenario.poolSize)
    let address = Scenario.address(index)
    do throws(OperatorRefusal) {
      switch random.below(areNASesAsked ? 14 : 10) {
      case 0..<4: reload(server, engine)
      case 4..<7:
        _ = try engine.release(address, note: "simulated operator", now: server.clock(now))
        trace("operator releases \(address)")
        for session in usersOf[index] { sessions[Int(session)].forfeit = .released }
        if let lease = engine.lease(at: address) { server.releasedLeases.insert(lease.id.rawValue) }
      case 10...: disconnect(server, engine, index)
      default:
        guard server.reservedCount < scenario.poolSize / 4 else { return }
        _ = try engine.reserve(address, note: "simulated operator", now: server.clock(now))
        server.reservedCount += 1
        trace("operator reserves \(address)")
      }
    } catch {
      trace("operator is refused: \(error)")
    }
    turnEnded(server)
  }

  /// Shrinks one of the pools by a few addresses, or gives them back.
  private mutating func reload(_ server: SimulatedServer, _ engine: Engine) {
    server.hasReloaded = true
    let number = random.below(scenario.pools.count)
    let indexes = scenario.addresses(of: Int(server.number), pool: number)
    if server.policy.pools[number].exclude.isEmpty {
      // A static address outside of every pool has terms of its own, which the bound does not cover.
      let end = scenario.isStatic(indexes.upperBound - 1) ? indexes.upperBound - 1 : indexes.upperBound
      guard indexes.lowerBound < end else { return }
      let first = indexes.lowerBound + random.below(end - indexes.lowerBound)
      let hole = first..<min(end, first + 1 + random.below(max(1, indexes.count / 3)))
      let range = Scenario.range(hole)
      server.policy.pools[number].exclude = [range]
      trace("operator takes \(range) out of \(server.name)'s pool \(scenario.pools[number].name)")
      for index in hole { excludedSince[index] = now }
    } else {
      trace("operator gives \(server.name)'s pool \(scenario.pools[number].name) its addresses back")
      server.policy.pools[number].exclude = []
      for index in indexes { excludedSince[index] = .max }
    }
    engine.reload(server.policy, now: server.clock(now))
  }
}
