import AddressPool
import Authentication
import NetworkAddress
import RADIUSDictionary
import ServerCore

/// The configuration of one world, drawn from its seed: servers, pools, spans, users, NASes and the load on them.
struct Scenario {
  /// Two where a NAS fails over. They share nothing: each has addresses, users' static ones included, of its own.
  var serverCount: Int
  /// The pools of each server, whose ranges differ: one, or two.
  var pools: [PoolDefinition]
  var rules: [PoolRules]
  /// Addresses of a server, and how many of them are the first pool's.
  var poolSize: Int
  var firstPoolSize: Int
  /// The addresses of all servers count from here, one server's behind the other's.
  static let firstAddress = IPv4Address(rawValue: 0x0a40_0001)
  var users: Int
  /// A user whose address is static, the last of a server's; nil: there is none.
  var staticUser: Int?
  /// Some users have Simultaneous-Use.
  var areUsersBounded: Bool
  var nases: [(kind: NASKind, traits: NASTraits)]
  /// Each NAS is a client of its own; else all are one.
  var isClientPerNAS: Bool
  /// Which NASes may be asked after sessions, and told to end them (RFC 5176): one for each client.
  var dynamicAuthorization: [DynamicAuthorizationDefinition?]
  /// The NAS says which pool, not the user: the first is open to NASes with an even number, the second to the others.
  var areNASPools: Bool
  var rejectDelay: Int64
  var limits = EngineLimits()
  /// Mean milliseconds between two dials, and of most sessions; one in ``longCallEvery`` is ``longCall`` times as long.
  var dialEvery: Int64
  var duration: Int64
  static let longCallEvery: Int64 = 20
  static let longCall: Int64 = 8
  var durationMax: Int64
  var redials: Int
  /// Transmissions of an Access-Request to one server, and the least wait between them.
  var tries: Int
  var retryAfter: Int64

  init(_ options: SimulationOptions, using random: inout SimulationRandom) {
    let isCalm = options.profile == .calm
    poolSize = [4, 6, 8, 16, 32, 64, 128, 256][random.below(8)]
    nases = []
    for _ in 0...random.below(6) {
      let kind = options.kind ?? (isCalm ? .wellBehaved : random.pick(NASKind.allCases))
      nases.append((kind, kind.traits(using: &random)))
    }
    serverCount = nases.contains { $0.traits.contains(.failsOver) } ? 2 : 1
    isClientPerNAS = random.chance(600_000)
    dynamicAuthorization = []
    for _ in 0..<(isClientPerNAS ? nases.count : 1) {
      let isAsked = random.chance(500_000)
      let onSuspect: DynamicAuthorizationDefinition.OnSuspect = random.chance(800_000) ? .ask : .off
      let onConflict: DynamicAuthorizationDefinition.OnConflict = random.chance(500_000) ? .disconnect : .off
      dynamicAuthorization.append(
        isAsked ? DynamicAuthorizationDefinition(onSuspect: onSuspect, onConflict: onConflict) : nil)
    }
    areNASPools = isClientPerNAS && random.chance(400_000)
    firstPoolSize = random.chance(200_000) ? poolSize : poolSize / 2 + random.below(poolSize / 2 - 1)
    pools = [Scenario.pool("main", using: &random)]
    if firstPoolSize < poolSize { pools.append(Scenario.pool("guests", using: &random)) }
    if areNASPools, pools.count > 1 {
      for (index, _) in pools.enumerated() {
        let open = nases.indices.filter { $0 & 1 == index }
        pools[index].clients = Set(open.map(Scenario.clientName))
      }
    }
    rules = pools.map(PoolRules.init)
    if dynamicAuthorization.contains(where: { $0?.onSuspect == .ask }) {
      for index in rules.indices { rules[index].askSpan = LeaseTable.askSpan }
    }
    durationMax = 4 * (rules.map(\.sessionTimeout).max() ?? 0)
    users = max(3, poolSize + random.below(poolSize + 1)) * serverCount
    staticUser = random.chance(300_000) ? random.below(users) : nil
    areUsersBounded = random.chance(400_000)
    rejectDelay = random.chance(500_000) ? 0 : 1000
    limits.commitBatch = random.pick([1, 4, 64, 1024])
    limits.duplicateCacheEntries = random.pick([64, 1024, 262_144])
    duration = random.within(30...240) * 1000
    // From half of what the pools can carry to a third more than they can.
    let load = 500 + Int64(random.below(800))
    let meanDuration = duration + duration * (Scenario.longCall - 1) / Scenario.longCallEvery
    dialEvery = max(1, meanDuration * 1000 / (Int64(poolSize * serverCount) * load))
    redials = random.below(300_000)
    tries = Int(random.within(3...5))
    retryAfter = random.within(2...4) * 1000
  }

  private static func pool(_ name: String, using random: inout SimulationRandom) -> PoolDefinition {
    var pool = PoolDefinition(name: name, ranges: [])
    pool.offerTimeout = random.within(25...60) * 1000
    pool.quarantine = random.chance(100_000) ? 0 : random.within(10...60) * 1000
    pool.cooldown = random.chance(250_000) ? random.within(1...20) * 1000 : 0
    pool.interimInterval = random.within(40...150) * 1000
    pool.missedInterims = Int(random.within(2...3))
    pool.sessionGrace = random.within(5...15) * 1000
    pool.sessionTimeout = random.within(300...1200) * 1000
    pool.openOffersPerUser = Int(random.within(2...6))
    pool.massBrake = Int(random.within(10...50))
    return pool
  }

  // MARK: - Clients and users

  static func clientName(_ nas: Int) -> String { "nas\(nas)" }

  func clientTable() -> ClientTable {
    func client(_ name: String, _ block: String, _ place: Int) -> ClientDefinition {
      guard let block = AddressBlock(block) else { preconditionFailure("\(block) is a block") }
      var client = ClientDefinition(name: name, block: block, secret: World.secret)
      client.dynamicAuthorization = dynamicAuthorization[place]
      return client
    }
    guard isClientPerNAS else { return ClientTable([client("sim", "192.0.2.0/24", 0)]) }
    return ClientTable(nases.indices.map { client(Scenario.clientName($0), "\(World.address(ofNAS: $0))/32", $0) })
  }

  /// Whether a NAS may be asked.
  func isAsked(_ nas: Int) -> Bool { dynamicAuthorization[isClientPerNAS ? nas : 0] != nil }

  func isAsked(_ client: String) -> Bool {
    isClientPerNAS ? nases.indices.contains { Scenario.clientName($0) == client && isAsked($0) } : isAsked(0)
  }

  var areNASesAsked: Bool { dynamicAuthorization.contains { $0 != nil } }

  /// The number of the pool that a user's address comes from.
  func pool(of user: Int, at nas: Int) -> Int {
    guard pools.count > 1 else { return 0 }
    return areNASPools ? nas & 1 : user % poolSize < firstPoolSize ? 0 : 1
  }

  /// Simultaneous-Use of a user; nil: no bound. The static address is passed on from session to session, and is left
  /// out.
  func simultaneousUse(of user: Int) -> Int? {
    guard areUsersBounded, user != staticUser, user & 3 >= 2 else { return nil }
    return (user & 3) - 1
  }

  func userStore(of server: Int) -> UserStore {
    var text = ""
    for user in 0..<users {
      var checks = [user == 1 ? "Cleartext-Password := \"secret1\"" : "Auth-Type := Accept"]
      if !areNASPools, pool(of: user, at: 0) > 0 { checks.append("Pool-Name := \"\(pools[1].name)\"") }
      if let bound = simultaneousUse(of: user) { checks.append("Simultaneous-Use := \(bound)") }
      let address = user == staticUser ? Scenario.address((server + 1) * poolSize - 1) : nil
      guard checks.count > 1 || user == 1 || address != nil else { continue }
      text += "u\(user) \(checks.joined(separator: ", "))\n"
      if let address { text += "\tFramed-IP-Address = \(address)\n" }
    }
    text += "DEFAULT Auth-Type := Accept\n"
    do {
      let dictionary = try AttributeDictionary.parse(Scenario.dictionary, name: "simulation")
      return try UserStore.parse(text, file: "users", dictionary: dictionary)
    } catch {
      preconditionFailure("the simulation's users file: \(error)")
    }
  }

  private static let dictionary = """
    ATTRIBUTE User-Name 1 string
    ATTRIBUTE User-Password 2 string encrypt=1
    ATTRIBUTE Framed-IP-Address 8 ipaddr
    ATTRIBUTE Auth-Type 1000 integer
    ATTRIBUTE Simultaneous-Use 1034 integer
    ATTRIBUTE Pool-Name 1046 string
    ATTRIBUTE Cleartext-Password 1100 string
    VALUE Auth-Type Accept 254
    VALUE Auth-Type Reject 4

    """

  // MARK: - Addresses

  var addressCount: Int { poolSize * serverCount }

  func addresses(of server: Int) -> Range<Int> { (server * poolSize)..<((server + 1) * poolSize) }

  /// Of a pool of a server.
  func addresses(of server: Int, pool: Int) -> Range<Int> {
    let first = server * poolSize
    return pool == 0 ? first..<(first + firstPoolSize) : (first + firstPoolSize)..<(first + poolSize)
  }

  /// The number of the pool that an address lies in.
  func poolNumber(of index: Int) -> Int { index % poolSize < firstPoolSize ? 0 : 1 }

  func isStatic(_ index: Int) -> Bool { staticUser != nil && index % poolSize == poolSize - 1 }

  static func address(_ index: Int) -> IPv4Address {
    IPv4Address(rawValue: firstAddress.rawValue + UInt32(index))
  }

  static func range(_ indexes: Range<Int>) -> AddressRange {
    guard let range = AddressRange(first: address(indexes.lowerBound), last: address(indexes.upperBound - 1)) else {
      preconditionFailure("a range has at least one address")
    }
    return range
  }

  /// The address's number among all servers'; nil: it lies outside.
  func index(of address: UInt32) -> Int? {
    let index = Int(address) - Int(Scenario.firstAddress.rawValue)
    return (0..<addressCount).contains(index) ? index : nil
  }
}
