import NetworkAddress
import Yams

extension ConfigurationReader {
  private static let listenKeys = ["authentication", "accounting", "receive-buffer"]
  private static let limitKeys = [
    "duplicate-cache-entries", "duplicate-cache-lifetime", "requests-in-flight", "commit-batch", "password-checks",
    "delayed-rejects", "drain-timeout",
  ]

  mutating func listen(_ field: Field) -> ListenConfiguration {
    var listen = ListenConfiguration()
    guard let section = section(field, known: Self.listenKeys) else { return listen }
    // The endpoints of a key that is left out come first, so that a clash is told at what was written.
    var placed: [(endpoint: Endpoint, field: Field)] = []
    for (key, endpoints) in [("authentication", listen.authentication), ("accounting", listen.accounting)]
    where section[key] == nil {
      let place = Field(node: field.node, path: section.path(of: key), line: section.line)
      placed += endpoints.map { ($0, place) }
    }
    listen.authentication = value(section, "authentication", default: listen.authentication) {
      $0.endpoints($1, placed: &placed)
    }
    listen.accounting = value(section, "accounting", default: listen.accounting) {
      $0.endpoints($1, placed: &placed)
    }
    listen.receiveBuffer = value(section, "receive-buffer", default: listen.receiveBuffer) {
      $0.size($1, in: ListenConfiguration.receiveBufferBounds)
    }
    for (index, later) in placed.enumerated() {
      guard let earlier = placed[..<index].first(where: { Self.clash($0.endpoint, later.endpoint) }) else { continue }
      error(
        later.field, "\(later.endpoint) takes the port that \(earlier.field.path) takes with \(earlier.endpoint)",
        "give each listener an address and port of its own")
    }
    return listen
  }

  private mutating func endpoints(
    _ field: Field, placed: inout [(endpoint: Endpoint, field: Field)]
  ) -> [Endpoint]? {
    guard let items = items(field) else { return nil }
    if items.isEmpty { error(field, "names no endpoint", "write ADDRESS:PORT, or leave the key out for its default") }
    var endpoints: [Endpoint] = []
    for item in items {
      guard let endpoint = endpoint(item) else { continue }
      endpoints.append(endpoint)
      placed.append((endpoint, item))
    }
    return endpoints
  }

  /// Whether two sockets would be bound to one port of one address. `0.0.0.0` and `[::]` are every address of their
  /// family; port 0 is whichever is free.
  private static func clash(_ left: Endpoint, _ right: Endpoint) -> Bool {
    guard left.port == right.port, left.port != 0 else { return false }
    switch (left.address, right.address) {
    case (.v4(let left), .v4(let right)): return left == right || left.rawValue == 0 || right.rawValue == 0
    case (.v6(let left), .v6(let right)): return left == right || left.rawValue == 0 || right.rawValue == 0
    default: return false
    }
  }

  mutating func storage(_ field: Field, default: StorageConfiguration) -> StorageConfiguration {
    let remedy = "write `sqlite: PATH`, the one store that this server has"
    guard case .mapping(let mapping) = field.node else {
      error(field, "is \(field.kind), where a store is expected", remedy)
      return `default`
    }
    for (key, _) in mapping where key.scalar?.string != "sqlite" {
      let name = key.scalar?.string ?? ""
      let meant = NearestWord.find(name, among: ["sqlite"]).map { "did you mean `\($0)`?" }
      error(key.mark?.line ?? field.line, field.path, "`\(name)` is not a known store", meant ?? remedy)
    }
    guard let pair = mapping.first(where: { $0.key.scalar?.string == "sqlite" }) else {
      if mapping.isEmpty { error(field, "names no store", remedy) }
      return `default`
    }
    let path = Field(node: pair.value, path: "\(field.path).sqlite", line: pair.key.mark?.line ?? field.line)
    return self.path(path, expected: "the path of the database file").map(StorageConfiguration.sqlite) ?? `default`
  }

  /// The path of the control socket.
  mutating func control(_ field: Field) -> String? {
    guard let path = path(field, expected: "the path of the control socket") else { return nil }
    guard path.utf8.count <= Self.socketPathLengthMax else {
      error(
        field, "`\(path)` is longer than the \(Self.socketPathLengthMax) octets that a socket's path can have",
        "choose a shorter path")
      return nil
    }
    return path
  }

  /// `sun_path` has 108 octets on Linux, the last a NUL.
  private static let socketPathLengthMax = 107

  mutating func log(_ field: Field) -> LogConfiguration {
    var log = LogConfiguration()
    guard let section = section(field, known: ["level", "format"]) else { return log }
    log.level = value(section, "level", default: log.level) { $0.choice($1) }
    log.format = value(section, "format", default: log.format) { $0.choice($1) }
    return log
  }

  mutating func debug(_ field: Field) -> DebugConfiguration {
    var debug = DebugConfiguration()
    guard let section = section(field, known: ["log-passwords"]) else { return debug }
    debug.logPasswords = value(section, "log-passwords", default: debug.logPasswords) { $0.boolean($1) }
    if debug.logPasswords, let field = section["log-passwords"] {
      warning(field, "passwords are kept in the clear in the store", "write false when the fault is found")
    }
    return debug
  }

  mutating func limits(_ field: Field) -> LimitsConfiguration {
    var limits = LimitsConfiguration()
    guard let section = section(field, known: Self.limitKeys) else { return limits }
    limits.duplicateCacheEntries = value(section, "duplicate-cache-entries", default: limits.duplicateCacheEntries) {
      $0.integer($1, in: 1024...16_777_216)
    }
    limits.duplicateCacheLifetime = value(section, "duplicate-cache-lifetime", default: limits.duplicateCacheLifetime) {
      $0.duration($1, in: 1000...300_000).map { .milliseconds($0) }
    }
    limits.requestsInFlight = value(section, "requests-in-flight", default: limits.requestsInFlight) {
      $0.integer($1, in: 16...1_048_576)
    }
    limits.commitBatch = value(section, "commit-batch", default: limits.commitBatch) { $0.integer($1, in: 1...65_536) }
    limits.passwordChecks = value(section, "password-checks", default: limits.passwordChecks) {
      $0.integer($1, in: 1...65_536)
    }
    limits.delayedRejects = value(section, "delayed-rejects", default: limits.delayedRejects) {
      $0.integer($1, in: 0...1_048_576)
    }
    limits.drainTimeout = value(section, "drain-timeout", default: limits.drainTimeout) {
      $0.duration($1, in: 0...600_000).map { .milliseconds($0) }
    }
    return limits
  }
}
