import AddressPool
import NetworkAddress
import TestRandom
import Timebase

/// A seeded world of NASes, well behaved and not, operators and clocks, acting on a table at random. After every step
/// all invariants are looked at.
struct RandomScenario {
  var random: SeededGenerator
  var table = LeaseTable()
  var now = Now(wall: Timestamp(seconds: 1_772_000_000), moment: Moment(milliseconds: 5_000_000))
  var pools: [PoolDefinition]
  var statics: Set<IPv4Address> = []
  /// The store: the last durable entry of every address.
  var durable: [IPv4Address: Lease] = [:]
  var lastDurableID = LeaseID(rawValue: 0)
  /// The fold of what is durable and of what is to be: the table as the ledger will tell it.
  var folded: [IPv4Address: Lease] = [:]
  /// What the last step touched, and where the ledger did not go on from where it was.
  var touched: Set<IPv4Address> = []
  var gaps: [String] = []
  /// Done and not durable yet, oldest first.
  var pending: [LeaseChange] = []
  /// Every lease number that a durable entry began, and its address.
  var used: [LeaseID: IPv4Address] = [:]
  /// Grants that a NAS may speak of, newest last.
  var known: [Lease] = []
  var sessionCounter = 0
  /// In half of the seeds, NASes are asked after leases in doubt.
  let askable: Set<String>

  static let users = (0..<12).map { "user\($0)" }
  static let nases = ["nas1", "nas2", "nas3"]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    askable = seed % 2 == 0 ? ["lab"] : []
    pools = RandomScenario.layouts[0]
    table.askableClients = askable
    table.configure(pools: pools, staticAddresses: statics, now: now)
    takeChanges()
  }

  /// Pools of today and of after a reload: shrunk, renamed, grown, with holes, with cooldown, without quarantine.
  static let layouts: [[PoolDefinition]] = {
    func pool(_ name: String, _ first: Int, _ last: Int, _ adjust: (inout PoolDefinition) -> Void = { _ in })
      -> PoolDefinition
    {
      var pool = PoolDefinition(name: name, ranges: [World.range(first, last)])
      pool.sessionTimeout = 3_600_000
      pool.interimInterval = 300_000
      adjust(&pool)
      return pool
    }
    return [
      [pool("a", 1, 12), pool("b", 21, 26)],
      [pool("a", 1, 8), pool("b", 21, 26) { $0.cooldown = 20_000 }],
      [pool("renamed", 1, 12) { $0.exclude = [World.range(3, 4)] }, pool("b", 21, 30)],
      [pool("a", 5, 16) { $0.quarantine = 0 }, pool("b", 21, 22) { $0.whenEmpty = .acceptWithoutAddress }],
      [pool("b", 1, 3), pool("a", 21, 26) { $0.openOffersPerUser = 1 }],
    ]
  }()

  // MARK: - One step

  mutating func step() {
    touched.removeAll()
    switch random.below(100) {
    case 0..<34: ask()
    case 34..<68: account()
    case 68..<70: answer()
    case 70..<84: passTime()
    case 84..<86: reboot()
    case 86..<89: command()
    case 89..<96: commitSome()
    case 96..<98: rollBackSome()
    case 98: reload()
    default: restart()
    }
  }

  private mutating func ask() {
    let user = pick(RandomScenario.users)
    var request = OfferRequest.ask(
      user, nas: pick(RandomScenario.nases), port: random.chance(60) ? UInt32(random.below(12)) : nil,
      call: random.chance(30) ? "c\(random.below(3))" : "",
      session: random.chance(25) ? "s\(random.below(40))" : "")
    switch random.below(10) {
    case 0: request.source = .address(World.address(random.below(40)))
    case 1: request.source = .pool(random.chance(50) ? "a" : "b")
    default: break
    }
    if random.chance(10) { request.simultaneousUse = 1 + random.below(3) }
    if random.chance(10) { request.interimInterval = 0 }
    if random.chance(10) { request.sessionTimeout = UInt32(1 + random.below(5000)) }
    if random.chance(20) { request.portsUnique = random.chance(50) }
    if case .granted(let lease) = table.offer(request, now: now) { remember(lease) }
    takeChanges()
  }

  private mutating func account() {
    let kind: SessionEvent.Kind = [.start, .interim, .interim, .stop][random.below(4)]
    var event: SessionEvent
    if !known.isEmpty, random.chance(90) {
      let index = random.chance(70) ? max(0, known.count - 1 - random.below(20)) : random.below(known.count)
      if known[index].holder?.session.isEmpty ?? false {
        // What a NAS calls its session is its own affair; some use a name twice.
        sessionCounter += 1
        known[index].holder?.session = random.chance(80) ? "n\(sessionCounter)" : "s\(random.below(40))"
      }
      event = SessionEvent.of(kind, known[index], at: now.wall)
      distort(&event)
    } else {
      event = SessionEvent.bare(
        kind, pick(RandomScenario.users), session: random.chance(80) ? "s\(random.below(40))" : "",
        address: random.chance(80) ? World.address(random.below(34)) : nil, nas: pick(RandomScenario.nases),
        at: now.wall)
      if random.chance(10) { event.token = LeaseID(rawValue: UInt64(random.below(2000))) }
    }
    _ = table.account(event, now: now)
    takeChanges()
  }

  /// What poor NASes leave out, and hostile ones make up.
  private mutating func distort(_ event: inout SessionEvent) {
    if random.chance(40) { event.token = nil }
    if random.chance(30) { event.framedIPAddress = nil }
    if random.chance(5) { event.framedIPAddress = World.address(random.below(34)) }
    if random.chance(10) { event.holder.session = random.chance(50) ? "" : "s\(random.below(40))" }
    if random.chance(10) { event.holder.nasPort = random.chance(50) ? nil : UInt32(random.below(12)) }
    if random.chance(5) { event.holder.user = random.chance(50) ? "" : pick(RandomScenario.users) }
    if random.chance(5) { event.holder.nas = pick(RandomScenario.nases) }
    if random.chance(30) { event.sessionTime = UInt32(random.below(4000)) }
    if random.chance(20) { event.time = event.time.advanced(byMilliseconds: -Int64(random.below(900_000))) }
    if random.chance(10) { event.portsUnique = random.chance(50) }
    if random.chance(30) { event.infersReboots = random.chance(70) }
    event.inputOctets = random.chance(50) ? UInt64(random.below(1_000_000)) : nil
  }

  private mutating func passTime() {
    let span: Int64 =
      switch random.below(20) {
      case 0: Int64(random.below(7_200_000))
      case 1..<5: Int64(random.below(700_000))
      default: Int64(random.below(45_000))
      }
    now.moment = now.moment.advanced(byMilliseconds: span)
    now.wall = now.wall.advanced(byMilliseconds: span)
    if random.chance(4) {
      now.wall = now.wall.advanced(byMilliseconds: [-3_600_000, 86_400_000, -86_400_000, 5000][random.below(4)])
    }
    for _ in 0..<random.below(4) { _ = table.sweep(now: now, limit: 1 + random.below(30)) }
    takeChanges()
  }

  /// A NAS says something of a session that it was asked after, now or long ago.
  private mutating func answer() {
    let suspects = table.leases.filter { $0.state == .suspect }.map(\.id).sorted()
    let lease = suspects.isEmpty || random.chance(20) ? known.isEmpty ? nil : pick(known).id : pick(suspects)
    guard let lease else { return }
    let verdict: DisconnectVerdict = [.gone, .ending, .unknown][random.below(3)]
    _ = table.answered(verdict, lease: lease, byOperator: random.chance(20), note: "answer", now: now)
    takeChanges()
  }

  private mutating func reboot() {
    _ = table.nasRebooted(
      pick(RandomScenario.nases), before: now.wall.advanced(byMilliseconds: -Int64(random.below(600_000))),
      note: "On", now: now)
    takeChanges()
  }

  private mutating func command() {
    let address = World.address(random.below(34))
    if random.chance(70) {
      try? table.release(address, note: "operator", now: now)
    } else {
      try? table.reserve(address, note: "operator", now: now)
    }
    takeChanges()
  }

  private mutating func reload() {
    pools = pick(RandomScenario.layouts)
    statics = Set((0..<random.below(3)).map { _ in World.address(random.below(34)) })
    table.configure(pools: pools, staticAddresses: statics, now: now)
    takeChanges()
  }

  // MARK: - The store

  private mutating func takeChanges() {
    for change in table.takeChanges() {
      pending.append(change)
      let lease = change.transition.lease
      if let before = folded.updateValue(lease, forKey: lease.address), before.state != change.transition.from {
        gaps.append("I5 \(lease.address): from \(change.transition.from), was \(before.state)")
      }
      touched.insert(lease.address)
    }
  }

  private mutating func commitSome() { write(random.chance(50) ? pending.count : random.below(pending.count + 1)) }

  private mutating func write(_ count: Int) {
    for change in pending.prefix(count) {
      let lease = change.transition.lease
      durable[lease.address] = lease
      lastDurableID = max(lastDurableID, lease.id)
      if lease.id.rawValue > 0 { used[lease.id] = used[lease.id] ?? lease.address }
    }
    pending.removeFirst(count)
  }

  /// What is not durable is taken back, all of it, as when a transaction fails.
  private mutating func rollBackSome() {
    table.rollBack(pending)
    touched.formUnion(pending.map(\.address))
    pending.removeAll()
    folded = durable
  }

  /// The process is killed, and starts again from what is durable; the monotonic clock starts anywhere.
  private mutating func restart() {
    pending.removeAll()
    folded = durable
    now.moment = Moment(milliseconds: Int64(random.below(1_000_000_000)))
    now.wall = now.wall.advanced(byMilliseconds: Int64(random.below(random.chance(20) ? 100_000_000 : 60_000)))
    if random.chance(10) { now.wall = now.wall.advanced(byMilliseconds: -7_200_000) }
    if random.chance(20) { pools = pick(RandomScenario.layouts) }
    table = LeaseTable()
    table.askableClients = askable
    table.restore(
      LeaseList(durable.values.sorted { $0.address < $1.address }), lastLeaseID: lastDurableID, pools: pools, now: now)
    table.configure(pools: pools, staticAddresses: statics, now: now)
    takeChanges()
  }

  private mutating func remember(_ lease: Lease) {
    known.append(lease)
    if known.count > 60 { known.removeFirst() }
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[random.below(elements.count)] }
}
