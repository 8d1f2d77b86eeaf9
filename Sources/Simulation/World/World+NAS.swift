import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import Timebase

/// What NASes do of themselves: requests, retransmissions, reboots.
extension World {
  mutating func makeNASes() {
    for (index, drawn) in scenario.nases.enumerated() {
      let address = World.address(ofNAS: index)
      var nas = SimulatedNAS(
        index: Int32(index), kind: drawn.kind, traits: drawn.traits,
        endpoint: Endpoint(address: .v4(address), port: UInt16(random.within(1024...65535))),
        address: address.rawValue)
      if servers.count > 1 {
        nas.accessServer = UInt8(random.below(servers.count))
        nas.accountingServer = random.chance(250_000) ? UInt8(random.below(servers.count)) : nas.accessServer
        nas.deadTime = random.within(10...600) * 1000
      }
      nases.append(nas)
    }
    waiting = [Int32](repeating: -1, count: 512 * nases.count)
    liveOn = [[Int32]](repeating: [], count: nases.count)
    freePorts = liveOn
  }

  static func address(ofNAS index: Int) -> IPv4Address { IPv4Address(rawValue: 0xc000_0201 + UInt32(index)) }

  static func nas(at address: IPv4Address) -> Int32 { Int32(address.rawValue & 255) - 1 }

  /// The place in ``waiting``.
  func waitingPlace(_ nas: Int32, _ identifier: UInt8, isAccounting: Bool) -> Int {
    Int(nas) * 512 + (isAccounting ? 256 : 0) + Int(identifier)
  }

  /// Sends a new request; false: every Identifier is taken.
  @discardableResult
  mutating func request(_ nas: Int32, session: Int32, event: Int32) -> Bool {
    let isAccounting = event >= 0
    guard let identifier = freeIdentifier(nas, isAccounting: isAccounting) else { return false }
    let bytes =
      isAccounting
      ? accountingPacket(event, identifier: identifier) : accessPacket(session, identifier: identifier)
    let index: Int32
    var request = PendingRequest(
      nas: nas, session: session, event: event, identifier: identifier,
      server: chooseServer(nas, isAccounting: isAccounting), bytes: bytes)
    request.tellsDelay = nases[Int(nas)].traits.contains(.updatesDelay)
    if let free = freeRequests.popLast() {
      index = free
      request.generation = requests[Int(index)].generation &+ 1
      requests[Int(index)] = request
    } else {
      index = Int32(requests.count)
      requests.append(request)
    }
    waiting[waitingPlace(nas, identifier, isAccounting: isAccounting)] = index
    pendingRequests += 1
    sendRequest(index)
    return true
  }

  private mutating func freeIdentifier(_ nas: Int32, isAccounting: Bool) -> UInt8? {
    for _ in 0..<256 {
      nases[Int(nas)].identifier &+= 1
      let identifier = nases[Int(nas)].identifier
      if waiting[waitingPlace(nas, identifier, isAccounting: isAccounting)] < 0 { return identifier }
    }
    return nil
  }

  mutating func sendRequest(_ index: Int32) {
    let request = requests[Int(index)]
    trace(describe(request))
    let datagram = Datagram(
      bytes: request.bytes, nas: request.nas, server: request.server, isAccounting: request.event >= 0, request: index,
      generation: request.generation, event: request.event)
    transmit(datagram, toServer: true)
    queue.schedule(
      .retry(request: index, generation: request.generation),
      at: now + scenario.retryAfter + random.within(0...scenario.retryAfter))
  }

  mutating func retry(_ index: Int32, generation: UInt32) {
    guard requests[Int(index)].generation == generation, !requests[Int(index)].isDone else { return }
    requests[Int(index)].tries += 1
    requests[Int(index)].triesHere += 1
    let request = requests[Int(index)]
    let nas = nases[Int(request.nas)]
    let isReboot = request.event >= 0 && events[Int(request.event)].kind == .on
    let rounds = isReboot ? 8 : request.event >= 0 ? 3 : isFailingOver(nas) ? 2 : 1
    guard request.tries < scenario.tries * rounds else {
      trace("nas\(request.nas) gives up on id \(request.identifier)")
      settle(index)
      if isReboot { nases[Int(request.nas)].owesAccountingOn = false }
      if request.event < 0 {
        report.unanswered += 1
        endDialling(request.session)
      }
      return
    }
    if isFailingOver(nas), request.triesHere >= scenario.tries {
      requests[Int(index)].server = 1 - request.server
      requests[Int(index)].triesHere = 0
      nases[Int(request.nas)].deadUntil[Int(request.server)] = now + nas.deadTime
      report.failovers += 1
      trace("nas\(request.nas) turns from server\(request.server) to server\(1 - request.server)")
      guard renew(index) else { return }
    } else if isReboot || request.event >= 0 && (request.tellsDelay || nas.traits.contains(.doubleSender)) {
      // Acct-Delay-Time has changed, and with it the Identifier must (RFC 2866 §5.2).
      guard renew(index) else { return }
    }
    sendRequest(index)
  }

  /// Writes a request anew, under another Identifier. False: there is none, and the request is given up.
  private mutating func renew(_ index: Int32) -> Bool {
    requests[Int(index)].tellsDelay = true
    let request = requests[Int(index)]
    let isAccounting = request.event >= 0
    guard let identifier = freeIdentifier(request.nas, isAccounting: isAccounting) else {
      settle(index)
      if !isAccounting { endDialling(request.session) }
      return false
    }
    waiting[waitingPlace(request.nas, request.identifier, isAccounting: isAccounting)] = -1
    waiting[waitingPlace(request.nas, identifier, isAccounting: isAccounting)] = index
    requests[Int(index)].identifier = identifier
    requests[Int(index)].bytes =
      isAccounting
      ? accountingPacket(request.event, identifier: identifier)
      : accessPacket(request.session, identifier: identifier)
    return true
  }

  private func isFailingOver(_ nas: SimulatedNAS) -> Bool {
    nas.traits.contains(.failsOver) && servers.count > 1 && options.faults.contains(.failover)
  }

  /// The server that a new request goes to first.
  private mutating func chooseServer(_ index: Int32, isAccounting: Bool) -> UInt8 {
    guard servers.count > 1 else { return 0 }
    let nas = nases[Int(index)]
    let first = isAccounting ? nas.accountingServer : nas.accessServer
    guard isFailingOver(nas) else { return first }
    if nas.traits.contains(.balances) { return UInt8(random.below(servers.count)) }
    return nas.deadUntil[Int(first)] > now && nas.deadUntil[Int(1 - first)] <= now ? 1 - first : first
  }

  /// The request is answered, or given up.
  mutating func settle(_ index: Int32) {
    let request = requests[Int(index)]
    guard !request.isDone else { return }
    requests[Int(index)].isDone = true
    requests[Int(index)].generation &+= 1
    pendingRequests -= 1
    let place = waitingPlace(request.nas, request.identifier, isAccounting: request.event >= 0)
    if waiting[place] == index { waiting[place] = -1 }
    freeRequests.append(index)
  }

  mutating func nasReceives(_ index: Int32) {
    let datagram = take(index)
    if datagram.isDisconnect { return told(datagram) }
    let request = requests[Int(datagram.request)]
    guard request.generation == datagram.generation, !request.isDone, nases[Int(datagram.nas)].isUp,
      request.identifier == datagram.bytes[1], request.server == datagram.server
    else { return }
    if random.below(16) == 0 { verify(datagram, request) }
    settle(datagram.request)
    guard request.event < 0 else {
      events[Int(request.event)].acknowledgedBy = datagram.server
      if events[Int(request.event)].kind == .on { nases[Int(datagram.nas)].owesAccountingOn = false }
      return
    }
    switch PacketCode(rawValue: datagram.bytes[0]) {
    case .accessAccept: accepted(request, datagram.bytes)
    default:
      report.rejected += 1
      endDialling(request.session)
    }
  }

  private mutating func verify(_ datagram: Datagram, _ request: PendingRequest) {
    guard let reply = try? Packet(decoding: datagram.bytes), let asked = try? Packet(decoding: request.bytes),
      PacketSignature.verify(reply: reply, requestAuthenticator: asked.authenticator, secret: World.secret)
    else { return fail("outcome", "an answer is not signed right") }
  }

  // MARK: - Reboots and outages

  mutating func reboot(_ index: Int32) {
    guard areFaultsOn else { return }
    goDown(index)
    queue.schedule(.reboot(nas: index), at: now + random.wait(mean: options.profile.rebootEvery))
  }

  private mutating func goDown(_ index: Int32) {
    guard options.faults.contains(.reboot), nases[Int(index)].isUp else { return }
    report.reboots += 1
    trace("nas\(index) goes down with \(liveOn[Int(index)].count) sessions")
    let live = liveOn[Int(index)]
    for session in live { end(session) }
    for request in Array(waiting[(512 * Int(index))..<(512 * Int(index) + 512)]) where request >= 0 {
      let session = requests[Int(request)].session
      let isAccess = requests[Int(request)].event < 0
      settle(request)
      if isAccess { endDialling(session) }
    }
    nases[Int(index)].isUp = false
    freePorts[Int(index)].removeAll()
    nases[Int(index)].nextPort = 1
    queue.schedule(.bootDone(nas: index), at: now + random.within(5000...60_000))
  }

  mutating func bootDone(_ index: Int32) {
    nases[Int(index)].isUp = true
    nases[Int(index)].rebootedAt = now
    let isSilent = nases[Int(index)].traits.contains(.rebootsSilently)
    nases[Int(index)].owesAccountingOn = !isSilent
    nases[Int(index)].sessionCounter += nases[Int(index)].traits.contains(.reusesSessionID) ? 0 : 1
    if nases[Int(index)].traits.contains(.reusesSessionID) { nases[Int(index)].sessionCounter = 0 }
    trace("nas\(index) is up")
    guard !isSilent else { return }
    let event = newEvent(.on, nas: index, session: -1)
    // Some say it only minutes later, with Acct-Delay-Time.
    hold(event, for: random.chance(200_000) ? random.within(1000...600_000) : 0)
  }

  mutating func outage(_ index: Int32) {
    guard areFaultsOn else { return }
    queue.schedule(.outage(nas: index), at: now + random.wait(mean: options.profile.outageEvery))
    let span = random.chance(500_000) ? random.within(2000...20_000) : random.within(20_000...300_000)
    guard options.faults.contains(.outage) else { return }
    // A NAS that knows two servers may lose sight of one of them alone.
    let lost = servers.count > 1 ? random.below(3) : 2
    for number in servers.indices where lost == 2 || lost == number {
      nases[Int(index)].cutOffUntil[number] = now + span
    }
    trace("nas\(index) is cut off\(lost < 2 ? " from server\(lost)" : "") for \(span) ms")
  }
}
