import AddressPool
import NetworkAddress

extension ConfigurationReader {
  /// A pool's table takes about 100 octets an address: 16,777,216 is a /8.
  static let poolSizeMax = 1 << 24
  /// Ten years: more than any session lasts, and far from every overflow.
  static let spanMax: Int64 = 3650 * 86_400_000
  /// Acct-Interim-Interval below this is advised against (RFC 2869 §2.1).
  static let interimIntervalAdvised: Int64 = 60_000

  private static let poolKeys = [
    "name", "ranges", "exclude", "clients", "netmask", "offer-timeout", "session-timeout", "interim-interval",
    "missed-interims", "cooldown", "quarantine", "session-grace", "mass-brake", "open-offers-per-user", "when-empty",
  ]

  /// A range with the place that names it.
  private struct PlacedRange {
    let range: AddressRange
    let field: Field
    let pool: String
  }

  /// The pools, whose ranges do not overlap. `clientNames`: those that a pool may name.
  mutating func pools(_ field: Field, clientNames: Set<String>) -> [PoolDefinition] {
    guard let items = items(field) else { return [] }
    var pools: [PoolDefinition] = []
    var names: [String: Int] = [:]
    var placed: [PlacedRange] = []
    for item in items {
      guard let section = section(item, known: Self.poolKeys) else { continue }
      let name = requiredName(of: section, kind: "pool", taken: &names)
      let ranges = ranges(of: section)
      placed += ranges.map { PlacedRange(range: $0.range, field: $0.field, pool: name ?? item.path) }
      var pool = PoolDefinition(name: name ?? "", ranges: ranges.map(\.range))
      pool.exclude = exclusions(of: section, ranges: pool.ranges)
      pool.clients = section["clients"].flatMap { poolClients($0, known: clientNames) }
      if let field = section["netmask"] { pool.netmask = netmask(field) }
      readSpans(section, into: &pool)
      pool.missedInterims = value(section, "missed-interims", default: pool.missedInterims) {
        $0.integer($1, in: 1...100)
      }
      pool.massBrake = value(section, "mass-brake", default: pool.massBrake) { $0.percent($1) }
      pool.openOffersPerUser = value(section, "open-offers-per-user", default: pool.openOffersPerUser) {
        $0.integer($1, in: 1...65_536)
      }
      pool.whenEmpty = value(section, "when-empty", default: pool.whenEmpty) { $0.choice($1) }
      if name != nil, !ranges.isEmpty { pools.append(pool) }
    }
    reportOverlaps(placed)
    return pools
  }

  private mutating func readSpans(_ section: Section, into pool: inout PoolDefinition) {
    pool.offerTimeout = value(section, "offer-timeout", default: pool.offerTimeout) {
      $0.duration($1, in: 1000...86_400_000)
    }
    pool.sessionTimeout = value(section, "session-timeout", default: pool.sessionTimeout) {
      $0.duration($1, in: 1000...Self.spanMax, inWholeSeconds: true)
    }
    pool.interimInterval = value(section, "interim-interval", default: pool.interimInterval) {
      $0.duration($1, in: 1000...86_400_000, inWholeSeconds: true)
    }
    pool.cooldown = value(section, "cooldown", default: pool.cooldown) { $0.duration($1, in: 0...Self.spanMax) }
    pool.quarantine = value(section, "quarantine", default: pool.quarantine) { $0.duration($1, in: 0...Self.spanMax) }
    pool.sessionGrace = value(section, "session-grace", default: pool.sessionGrace) {
      $0.duration($1, in: 0...86_400_000)
    }
    if let field = section["interim-interval"], pool.interimInterval < Self.interimIntervalAdvised {
      warning(
        field, "is under 60s, which RFC 2869 §2.1 advises against", "write 60s or more unless the NAS can bear it")
    }
    if let field = section["interim-interval"] ?? section["session-timeout"],
      pool.interimInterval >= pool.sessionTimeout
    {
      warning(
        field, "interim-interval is not shorter than session-timeout, so that no Interim-Update is due",
        "make interim-interval the shorter one")
    }
  }

  private mutating func ranges(of section: Section) -> [(range: AddressRange, field: Field)] {
    let remedy = "write `ranges: [10.0.0.0/24]`, or several blocks or first-last ranges"
    guard let field = section["ranges"] else {
      reportMissing("ranges", of: section, remedy)
      return []
    }
    guard let items = items(field) else { return [] }
    if items.isEmpty { error(field, "names no address", remedy) }
    var ranges: [(range: AddressRange, field: Field)] = []
    for item in items {
      guard let range = range(item) else { continue }
      guard Self.assignable.first <= range.first, range.last <= Self.assignable.last else {
        error(
          item, "`\(range)` leaves the addresses that a host can have",
          "stay within \(Self.assignable.first)-\(Self.assignable.last)")
        continue
      }
      ranges.append((range, item))
    }
    let size = ranges.reduce(0) { $0 + $1.range.count }
    if size > Self.poolSizeMax {
      error(field, "holds \(size) addresses", "name at most \(Self.poolSizeMax), a /8; make several pools of more")
    }
    return ranges
  }

  /// What an IPv4 host can have. Of what lies beyond, RFC 2865 §5.8 gives 255.255.255.254 and .255 meanings of their
  /// own.
  private static let assignable = (
    first: IPv4Address(rawValue: 0x0100_0000), last: IPv4Address(rawValue: 0xdfff_ffff)
  )

  private mutating func exclusions(of section: Section, ranges: [AddressRange]) -> [AddressRange] {
    guard let field = section["exclude"], let items = items(field) else { return [] }
    var exclusions: [AddressRange] = []
    for item in items {
      guard let range = range(item) else { continue }
      exclusions.append(range)
      if !ranges.isEmpty, !ranges.contains(where: range.overlaps) {
        warning(item, "`\(range)` lies outside the ranges of its pool", "take it out, or correct it")
      }
    }
    if !ranges.isEmpty, AddressCount.of(ranges, without: exclusions) == 0 {
      error(field, "leaves the pool no address", "exclude less")
    }
    return exclusions
  }

  private mutating func poolClients(_ field: Field, known: Set<String>) -> Set<String>? {
    guard let items = items(field) else { return nil }
    if items.isEmpty {
      error(field, "names no client, so that nobody gets an address", "name clients, or leave the key out for all")
    }
    var clients: Set<String> = []
    for item in items {
      guard let name = text(item, expected: "the name of a client") else { continue }
      if known.contains(name) {
        clients.insert(name)
      } else if let nearest = NearestWord.find(name, among: known.sorted()) {
        error(item, "`\(name)` is not a client", "did you mean `\(nearest)`?")
      } else {
        error(item, "`\(name)` is not a client", "write the name of one of `clients`")
      }
    }
    return clients
  }

  /// Reports each range that overlaps one before it in address order, of its own pool or another, at the one that
  /// stands later in the file.
  private mutating func reportOverlaps(_ placed: [PlacedRange]) {
    let sorted = placed.enumerated().sorted {
      ($0.element.range.first, $0.offset) < ($1.element.range.first, $1.offset)
    }
    var widest = sorted.first
    for entry in sorted.dropFirst() {
      guard let reaching = widest else { break }
      let (left, right) = (reaching.element.range, entry.element.range)
      if let common = AddressRange(first: right.first, last: min(left.last, right.last)) {
        let (earlier, later) = reaching.offset < entry.offset ? (reaching, entry) : (entry, reaching)
        if earlier.element.pool == later.element.pool {
          error(later.element.field, "\(common) is in this pool twice", "name each address once")
        } else {
          error(
            later.element.field, "\(common) is in pool `\(earlier.element.pool)` and in pool `\(later.element.pool)`",
            "give each address to one pool")
        }
      }
      if right.last > left.last { widest = entry }
    }
  }
}
