import AddressPool
import Authentication
import NetworkAddress
import RADIUSDictionary

/// The configuration of one world, drawn from its seed: pools, spans, users, NASes and the load on them.
struct Scenario {
  var pool: PoolDefinition
  var poolSize: Int
  /// The addresses count from here.
  static let firstAddress = IPv4Address(rawValue: 0x0a40_0001)
  var users: Int
  /// A user whose address is static, the last of the pool; nil: there is none.
  var staticUser: Int?
  var nasKinds: [NASKind]
  var rejectDelay: Int64
  var commitBatch: Int
  var duplicateCacheEntries: Int
  /// Mean milliseconds between two dials, and of most sessions; one in ``longCallEvery`` is ``longCall`` times as long.
  var dialEvery: Int64
  var duration: Int64
  static let longCallEvery: Int64 = 20
  static let longCall: Int64 = 8
  var redials: Int
  /// Acct-Session-Id of the NASes is unique from the start of this world.
  var tries: Int
  var retryAfter: Int64

  init(_ options: SimulationOptions, using random: inout SimulationRandom) {
    let isCalm = options.profile == .calm
    poolSize = [4, 6, 8, 16, 32, 64, 128, 256][random.below(8)]
    let last = IPv4Address(rawValue: Scenario.firstAddress.rawValue + UInt32(poolSize) - 1)
    guard let range = AddressRange(first: Scenario.firstAddress, last: last) else {
      preconditionFailure("a pool has at least one address")
    }
    pool = PoolDefinition(name: "main", ranges: [range])
    pool.offerTimeout = random.within(25...60) * 1000
    pool.quarantine = random.chance(100_000) ? 0 : random.within(10...60) * 1000
    pool.cooldown = random.chance(250_000) ? random.within(1...20) * 1000 : 0
    pool.interimInterval = random.within(40...150) * 1000
    pool.missedInterims = Int(random.within(2...3))
    pool.sessionGrace = random.within(5...15) * 1000
    pool.sessionTimeout = random.within(300...1200) * 1000
    pool.openOffersPerUser = Int(random.within(2...6))
    pool.massBrake = Int(random.within(10...50))
    users = max(3, poolSize + random.below(poolSize + 1))
    staticUser = random.chance(300_000) ? random.below(users) : nil
    nasKinds = []
    for _ in 0...random.below(6) {
      nasKinds.append(options.kind ?? (isCalm ? .wellBehaved : random.pick(NASKind.allCases)))
    }
    rejectDelay = random.chance(500_000) ? 0 : 1000
    commitBatch = random.pick([1, 4, 64, 1024])
    duplicateCacheEntries = random.pick([64, 1024, 262_144])
    duration = random.within(30...240) * 1000
    // From half of what the pool can carry to a third more than it can.
    let load = 500 + Int64(random.below(800))
    dialEvery = max(
      1, (duration + duration * (Scenario.longCall - 1) / Scenario.longCallEvery) * 1000 / (Int64(poolSize) * load))
    redials = random.below(300_000)
    tries = Int(random.within(3...5))
    retryAfter = random.within(2...4) * 1000
  }

  var silence: Int64 { Int64(pool.missedInterims) * pool.interimInterval + pool.sessionGrace }

  /// The theorem's bound: how long after the last packet about it, the last restart and the last use of it an address
  /// may still not be free, in milliseconds.
  ///
  /// A holding ends by its Session-Timeout or by silence; where its session outlives the timeout and is heard, it gets
  /// one more silence; a restart grants one more interval; a mass brake one more quarantine; then comes quarantine.
  var bound: Int64 {
    let held = max(pool.offerTimeout, pool.sessionTimeout + pool.sessionGrace, silence)
    let heardAgain = pool.interimInterval > 0 ? silence : pool.offerTimeout
    let restart = max(pool.interimInterval, pool.sessionGrace)
    return max(held, heardAgain, restart) + 2 * pool.quarantine + max(pool.quarantine, pool.cooldown)
      + Scenario.sweepSlack
  }

  var poolRange: Range<Int> { 0..<poolSize }

  /// The sweep is called within this of what is due, a busy disk included.
  static let sweepSlack: Int64 = 1000

  func userStore() -> UserStore {
    var text = ""
    if let staticUser {
      text += "u\(staticUser) Auth-Type := Accept\n\tFramed-IP-Address = \(Scenario.address(poolSize - 1))\n"
    }
    text += "u1 Cleartext-Password := \"secret1\"\n"
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
    ATTRIBUTE Cleartext-Password 1100 string
    VALUE Auth-Type Accept 254
    VALUE Auth-Type Reject 4

    """

  static func address(_ index: Int) -> IPv4Address {
    IPv4Address(rawValue: firstAddress.rawValue + UInt32(index))
  }

  /// The address's number in the pool; nil: it lies outside.
  func index(of address: UInt32) -> Int? {
    let index = Int(address) - Int(Scenario.firstAddress.rawValue)
    return (0..<poolSize).contains(index) ? index : nil
  }
}
