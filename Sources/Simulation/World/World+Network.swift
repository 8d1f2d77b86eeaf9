/// The network: it loses, repeats, holds up and so reorders datagrams.
extension World {
  mutating func transmit(_ datagram: Datagram, toServer: Bool) {
    report.datagrams += 1
    guard areFaultsOn else {
      return deliver(datagram, toServer: toServer, after: random.within(SimulationProfile.transit))
    }
    if nases[Int(datagram.nas)].cutOffUntil[Int(datagram.server)] > now { return lose(datagram, toServer) }
    let profile = options.profile
    if options.faults.contains(.loss), random.chance(profile.loss) { return lose(datagram, toServer) }
    if options.faults.contains(.duplication), random.chance(profile.duplication) {
      report.duplicated += 1
      deliver(datagram, toServer: toServer, after: random.within(SimulationProfile.heldUp))
    }
    var span = random.within(SimulationProfile.transit)
    if options.faults.contains(.delay), random.chance(profile.delay) {
      report.heldUp += 1
      span = random.within(SimulationProfile.heldUp)
    }
    deliver(datagram, toServer: toServer, after: span)
  }

  private mutating func lose(_ datagram: Datagram, _ toServer: Bool) {
    report.lost += 1
    trace("lost: id \(datagram.bytes[1]) \(toServer ? "from" : "to") nas\(datagram.nas)")
  }

  private mutating func deliver(_ datagram: Datagram, toServer: Bool, after span: Int64) {
    let index: Int32
    if let free = freeDatagrams.popLast() {
      index = free
      datagrams[Int(index)] = datagram
    } else {
      index = Int32(datagrams.count)
      datagrams.append(datagram)
    }
    queue.schedule(toServer ? .datagramToServer(index) : .datagramToNAS(index), at: now + span)
  }

  /// The datagram has arrived: its place is free.
  mutating func take(_ index: Int32) -> Datagram {
    freeDatagrams.append(index)
    return datagrams[Int(index)]
  }
}
