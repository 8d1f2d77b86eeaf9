/// What a NAS does, or fails to do. A kind of device is a set of these.
package struct NASTraits: OptionSet, Hashable, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  static let dropsClass = NASTraits(rawValue: 1)
  static let noPort = NASTraits(rawValue: 2)
  static let constantPort = NASTraits(rawValue: 4)
  /// Acct-Session-Id counts from 1 after every reboot, and is the same number as on another such NAS.
  static let reusesSessionID = NASTraits(rawValue: 8)
  static let noInterims = NASTraits(rawValue: 16)
  /// Sends every accounting packet twice, under two Identifiers.
  static let doubleSender = NASTraits(rawValue: 32)
  /// Holds accounting back, and sends it with Acct-Delay-Time.
  static let lateSender = NASTraits(rawValue: 64)
  static let reboots = NASTraits(rawValue: 128)
  /// Its Event-Timestamp is wrong by hours.
  static let wrongClock = NASTraits(rawValue: 256)
  static let ignoresSessionTimeout = NASTraits(rawValue: 512)
  /// Turns to the other of two servers when one does not answer.
  static let failsOver = NASTraits(rawValue: 1024)
  /// Acct-Session-Id stands in the Access-Request too.
  static let asksWithSessionID = NASTraits(rawValue: 2048)
  /// No Framed-IP-Address in the Start: IPCP is not done yet.
  static let startsWithoutAddress = NASTraits(rawValue: 4096)
  /// Calling-Station-Id is written another way in accounting.
  static let rewritesStation = NASTraits(rawValue: 8192)
  static let noStation = NASTraits(rawValue: 16384)
  /// A retransmitted accounting packet has a new Identifier and Acct-Delay-Time.
  static let updatesDelay = NASTraits(rawValue: 32768)
  /// NAS-Identifier, instead of NAS-IP-Address.
  static let hasIdentifier = NASTraits(rawValue: 65536)
  static let noStops = NASTraits(rawValue: 131_072)
  /// No Framed-IP-Address in accounting at all.
  static let noAddress = NASTraits(rawValue: 262_144)
  /// Reboots without an Accounting-On.
  static let rebootsSilently = NASTraits(rawValue: 524_288)
  /// Sends each new request to one of two servers, by turns.
  static let balances = NASTraits(rawValue: 1_048_576)
  /// Answers no Disconnect-Request.
  static let ignoresDisconnects = NASTraits(rawValue: 2_097_152)
  /// Refuses every Disconnect-Request.
  static let refusesDisconnects = NASTraits(rawValue: 4_194_304)
  /// Takes Disconnect-Requests only with User-Name and Acct-Session-Id alone, as hostapd does.
  static let takesFewAttributes = NASTraits(rawValue: 8_388_608)
  /// Answers a repeated Disconnect-Request anew: a session that it has ended meanwhile is not known any more.
  static let forgetsDisconnects = NASTraits(rawValue: 16_777_216)
}

/// The kinds of NAS that the simulation knows.
package enum NASKind: String, CaseIterable, Sendable {
  case wellBehaved = "well-behaved"
  case dropsClass = "drops-class"
  case noPort = "no-port"
  case constantPort = "constant-port"
  case reusesSessionID = "reuses-session-id"
  case noInterims = "no-interims"
  case doubleSender = "double-sender"
  case lateSender = "late-sender"
  case reboots = "reboots"
  case rebootsSilently = "reboots-silently"
  case wrongClock = "wrong-clock"
  case ignoresSessionTimeout = "ignores-session-timeout"
  case failsOver = "fails-over"
  case noStops = "no-stops"
  /// A few of the others' faults together, drawn anew for each.
  case mixed

  func traits(using random: inout SimulationRandom) -> NASTraits {
    var traits: NASTraits = []
    for trait: NASTraits in [.asksWithSessionID, .updatesDelay, .hasIdentifier, .rewritesStation]
    where random.chance(500_000) {
      traits.insert(trait)
    }
    if random.chance(250_000) { traits.insert(.startsWithoutAddress) }
    if random.chance(150_000) { traits.insert(.noAddress) }
    for trait: NASTraits in [.ignoresDisconnects, .refusesDisconnects, .takesFewAttributes] where random.chance(150_000)
    {
      traits.insert(trait)
    }
    if random.chance(500_000) { traits.insert(.forgetsDisconnects) }
    switch self {
    case .wellBehaved: break
    case .dropsClass: traits.insert(.dropsClass)
    case .noPort: traits.insert(.noPort)
    case .constantPort: traits.insert(.constantPort)
    case .reusesSessionID: traits.formUnion([.reusesSessionID, .reboots])
    case .noInterims: traits.insert(.noInterims)
    case .doubleSender: traits.insert(.doubleSender)
    case .lateSender: traits.insert(.lateSender)
    case .reboots: traits.insert(.reboots)
    case .rebootsSilently: traits.formUnion([.reboots, .rebootsSilently])
    case .wrongClock: traits.insert(.wrongClock)
    case .ignoresSessionTimeout: traits.insert(.ignoresSessionTimeout)
    case .failsOver: traits.insert(.failsOver)
    case .noStops: traits.insert(.noStops)
    case .mixed:
      let odd: [NASTraits] = [
        .dropsClass, .noPort, .constantPort, .reusesSessionID, .noInterims, .doubleSender, .lateSender, .reboots,
        .wrongClock, .ignoresSessionTimeout, .failsOver, .noStation, .noStops,
        .rebootsSilently,
      ]
      for trait in odd where random.chance(250_000) { traits.insert(trait) }
    }
    if traits.contains(.failsOver), random.chance(150_000) { traits.insert(.balances) }
    return traits
  }
}
