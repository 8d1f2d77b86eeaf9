import AddressPool
import NetworkAddress
import Testing
import Timebase

/// A lease table with its clocks and its ledger: what the tests of the state machine act on.
struct World {
  var table = LeaseTable()
  var now = Now(wall: Timestamp(seconds: 1_772_000_000), moment: Moment(milliseconds: 5_000_000))
  var pools: [PoolDefinition]
  /// The last entry of every address, as a replay of the ledger gives it.
  var folded: [IPv4Address: Lease] = [:]
  /// Every transition that became durable, in order.
  var ledger: [LeaseTransition] = []
  /// What a restart takes up besides the leases.
  var past: [PastSession] = []
  var sharedPorts: Set<String> = []

  /// One pool, `main`, of `size` addresses from 10.0.0.1 on.
  init(size: Int = 3, _ adjust: (inout PoolDefinition) -> Void = { _ in }) {
    var pool = PoolDefinition(name: "main", ranges: [World.range(1, size)])
    adjust(&pool)
    self.init(pools: [pool])
  }

  init(pools: [PoolDefinition], statics: Set<IPv4Address> = []) {
    self.pools = pools
    table.configure(pools: pools, staticAddresses: statics, now: now)
    commit()
  }

  static func address(_ last: Int) -> IPv4Address { IPv4Address(rawValue: 0x0a00_0000 + UInt32(last)) }

  static func range(_ first: Int, _ last: Int) -> AddressRange {
    guard let range = AddressRange(first: address(first), last: address(last)) else {
      preconditionFailure("a range that ends before it begins")
    }
    return range
  }

  // MARK: - What happens

  /// Makes what the table changed durable.
  mutating func commit() {
    for change in table.takeChanges() {
      let transition = change.transition
      if let before = folded[transition.lease.address] {
        #expect(before.state == transition.from, "the ledger of \(transition.lease.address) has a gap")
      }
      if let before = folded[transition.lease.address], before.id != transition.lease.id {
        past += [PastSession(before)].compactMap(\.self)
      }
      folded[transition.lease.address] = transition.lease
      ledger.append(transition)
    }
    for shared in table.takeSharedPorts() { sharedPorts.insert(shared.nas) }
  }

  /// Lets time pass on both clocks, and sweeps whenever the table wants it.
  mutating func pass(_ seconds: Int64) {
    let end = now.moment.advanced(byMilliseconds: seconds * 1000)
    while let next = table.nextSweep, next < end {
      advance(to: max(next, now.moment))
      sweep()
    }
    advance(to: end)
    sweep()
  }

  private mutating func advance(to moment: Moment) {
    now = Now(wall: now.wallTime(of: moment), moment: moment)
  }

  /// Steps the wall clock alone, and sweeps.
  mutating func step(_ seconds: Int64) {
    now.wall = now.wall.advanced(byMilliseconds: seconds * 1000)
    sweep()
  }

  mutating func sweep() {
    while table.sweep(now: now, limit: 100) == 100 {}
    commit()
  }

  mutating func reload(_ pools: [PoolDefinition], statics: Set<IPv4Address> = []) {
    self.pools = pools
    table.configure(pools: pools, staticAddresses: statics, now: now)
    commit()
  }

  /// The server ends, `down` seconds pass on the wall, it starts again from the ledger.
  mutating func restart(down: Int64 = 0, lastLeaseID: LeaseID? = nil) {
    let last = lastLeaseID ?? table.lastLeaseID
    now = Now(
      wall: now.wall.advanced(byMilliseconds: down * 1000), moment: Moment(milliseconds: 77_000 + Int64(ledger.count)))
    let askable = table.askableClients
    table = LeaseTable()
    table.askableClients = askable
    table.restore(
      LeaseList(folded.values.sorted { $0.address < $1.address }), lastLeaseID: last, past: past,
      sharedPorts: sharedPorts,
      pools: pools, now: now)
    table.configure(pools: pools, staticAddresses: [], now: now)
    commit()
  }

  mutating func ask(_ request: OfferRequest) -> OfferOutcome {
    let outcome = table.offer(request, now: now)
    commit()
    return outcome
  }

  /// An ask that has to be granted.
  mutating func offer(_ request: OfferRequest, _ location: SourceLocation = #_sourceLocation) throws -> Lease {
    guard case .granted(let lease) = ask(request) else {
      Issue.record("not granted", sourceLocation: location)
      throw Missing()
    }
    return lease
  }

  mutating func account(_ event: SessionEvent) -> SessionOutcome {
    let outcome = table.account(event, now: now)
    commit()
    return outcome
  }

  mutating func tell(
    _ kind: SessionEvent.Kind, _ lease: Lease, session: String = "", _ adjust: (inout SessionEvent) -> Void = { _ in }
  ) -> SessionOutcome {
    var event = SessionEvent.of(kind, lease, session: session, at: now.wall)
    adjust(&event)
    return account(event)
  }

  mutating func reboot(_ nas: String = "nas1", before time: Timestamp? = nil) -> Int {
    let freed = table.nasRebooted(nas, before: time ?? now.wall, note: "test", now: now)
    commit()
    return freed
  }

  /// A session that is up: offered and confirmed.
  mutating func connect(_ user: String, session: String, port: UInt32? = nil, nas: String = "nas1") throws -> Lease {
    let lease = try offer(.ask(user, nas: nas, port: port, call: session))
    #expect(tell(.start, lease, session: session).verdict == .applied)
    return try self.lease(lease.address)
  }

  // MARK: - What is seen

  func lease(_ address: IPv4Address) throws -> Lease {
    guard let lease = table.lease(at: address) else { throw Missing() }
    return lease
  }

  func state(_ address: IPv4Address) -> LeaseState { table.lease(at: address)?.state ?? .free }

  func cause(_ address: IPv4Address) -> LeaseCause? { table.lease(at: address)?.cause }

  func count(_ state: LeaseState, pool: Int = 0) -> Int { table.poolCounts[pool][state] }

  /// Causes of an address's transitions, oldest first.
  func causes(_ address: IPv4Address) -> [LeaseCause] {
    ledger.filter { $0.lease.address == address }.map(\.cause)
  }

  /// All that must hold at any moment.
  func check(_ location: SourceLocation = #_sourceLocation) {
    #expect(table.audit() == [], sourceLocation: location)
    #expect(faults == [], sourceLocation: location)
  }

  /// What does not add up of I1, I2 and I5, besides the audit's own findings.
  var faults: [String] {
    var faults: [String] = []
    for pool in table.poolCounts {
      let sum = pool.byState.values.reduce(0, +)
      if sum != pool.size || pool.byState.values.contains(where: { $0 < 0 }) {
        faults.append("\(pool.pool): \(pool.byState) of \(pool.size)")
      }
    }
    var seen = 0
    for lease in table.leases {
      seen += 1
      if folded[lease.address] != lease { faults.append("\(lease.address): the ledger tells another lease") }
    }
    if seen != folded.count { faults.append("\(folded.count) addresses in the ledger, \(seen) in the table") }
    return faults
  }
}

/// Something that the test went by is not there.
struct Missing: Error {}

extension OfferRequest {
  /// An ask as a NAS makes it: `call` is the Calling-Station-Id, `session` the Acct-Session-Id where it sends one.
  static func ask(
    _ user: String, nas: String = "nas1", client: String = "lab", port: UInt32? = nil, call: String = "",
    session: String = "", from source: Source = .firstOpenPool
  ) -> OfferRequest {
    var holder = LeaseHolder(
      user: user, client: client, nas: nas, session: session, nasPort: port, callingStation: call)
    holder.markAsAsk()
    return OfferRequest(holder: holder, source: source, note: "test")
  }

  func with(_ adjust: (inout OfferRequest) -> Void) -> OfferRequest {
    var request = self
    adjust(&request)
    return request
  }
}

extension SessionEvent {
  /// A packet of the lease's session by a NAS that echoes Class.
  static func of(_ kind: Kind, _ lease: Lease, session: String = "", at time: Timestamp) -> SessionEvent {
    var holder = lease.holder ?? LeaseHolder(user: "", client: "", nas: "")
    if !session.isEmpty { holder.session = session }
    holder.ask = nil
    return SessionEvent(
      kind: kind, holder: holder, token: lease.id, framedIPAddress: lease.address, time: time, note: "test")
  }

  /// A packet of a NAS that drops Class.
  static func bare(
    _ kind: Kind, _ user: String, session: String, address: IPv4Address?, nas: String = "nas1", port: UInt32? = nil,
    at time: Timestamp
  ) -> SessionEvent {
    SessionEvent(
      kind: kind, holder: LeaseHolder(user: user, client: "lab", nas: nas, session: session, nasPort: port),
      framedIPAddress: address, time: time, note: "test")
  }
}
