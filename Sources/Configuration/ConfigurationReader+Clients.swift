import NetworkAddress
import ServerCore

extension ConfigurationReader {
  private static let clientKeys = [
    "name", "address", "secret", "secret-file", "require-message-authenticator", "limit-proxy-state", "ports-unique",
    "infer-reboots", "dynamic-authorization", "rate-limit",
  ]
  private static let rateLimitKeys = ["per-second", "burst"]
  private static let dynamicAuthorizationKeys = ["port", "secret", "secret-file", "on-suspect", "on-conflict"]

  /// The clients, and the names of all that were written, also of those that are wrong otherwise.
  mutating func clients(_ field: Field) -> (clients: [ClientDefinition], names: Set<String>) {
    guard let items = items(field) else { return ([], []) }
    var clients: [ClientDefinition] = []
    var names: [String: Int] = [:]
    var blocks: [AddressBlock: Int] = [:]
    for item in items {
      guard let section = section(item, known: Self.clientKeys) else { continue }
      let name = requiredName(of: section, kind: "client", taken: &names)
      let block = clientBlock(of: section, taken: &blocks)
      let isLocal = block.map(Self.isLoopback) ?? true
      let secret = secret(of: section, isRequired: true, isLocal: isLocal)
      let requireMessageAuthenticator = tristate(section, "require-message-authenticator")
      let limitProxyState = tristate(section, "limit-proxy-state")
      let portsUnique = tristate(section, "ports-unique")
      let inferReboots = tristate(section, "infer-reboots")
      let authorization = section["dynamic-authorization"].flatMap { dynamicAuthorization($0, isLocal: isLocal) }
      let rateLimit = section["rate-limit"].flatMap { readRateLimit($0) }
      guard let name, let block, let secret else { continue }
      var client = ClientDefinition(name: name, block: block, secret: secret)
      client.requireMessageAuthenticator = requireMessageAuthenticator
      client.limitProxyState = limitProxyState
      client.portsUnique = portsUnique
      client.inferReboots = inferReboots
      client.dynamicAuthorization = authorization
      client.rateLimit = rateLimit
      clients.append(client)
    }
    return (clients, Set(names.keys))
  }

  /// The name of a client or a pool, which no other one has.
  mutating func requiredName(of section: Section, kind: String, taken: inout [String: Int]) -> String? {
    guard let field = section["name"] else {
      reportMissing("name", of: section, "write `name: WORD`; commands and logs show it")
      return nil
    }
    guard let name = name(field) else { return nil }
    if let line = taken[name] {
      error(field, "`\(name)` is the name of the \(kind) at line \(line) too", "give each \(kind) a name of its own")
      return nil
    }
    taken[name] = field.line
    return name
  }

  private mutating func clientBlock(of section: Section, taken: inout [AddressBlock: Int]) -> AddressBlock? {
    guard let field = section["address"] else {
      reportMissing("address", of: section, "write `address: ADDRESS` or `address: BLOCK`, where its packets come from")
      return nil
    }
    guard let block = block(field) else { return nil }
    if let line = taken[block] {
      error(
        field, "\(block) is the block of the client at line \(line) too",
        "give each client a block of its own; a block inside another is allowed")
      return nil
    }
    taken[block] = field.line
    return block
  }

  private mutating func dynamicAuthorization(_ field: Field, isLocal: Bool) -> DynamicAuthorizationDefinition? {
    guard let section = section(field, known: Self.dynamicAuthorizationKeys) else { return nil }
    var definition = DynamicAuthorizationDefinition()
    definition.port = value(section, "port", default: definition.port) { reader, field in
      reader.integer(field, in: 1...65_535).map(UInt16.init)
    }
    definition.onSuspect = value(section, "on-suspect", default: definition.onSuspect) { $0.choice($1) }
    definition.onConflict = value(section, "on-conflict", default: definition.onConflict) { $0.choice($1) }
    definition.secret = secret(of: section, isRequired: false, isLocal: isLocal)
    return definition
  }

  private mutating func readRateLimit(_ field: Field) -> RateLimit? {
    guard let section = section(field, known: Self.rateLimitKeys) else { return nil }
    guard let rate = section["per-second"] else {
      reportMissing("per-second", of: section, "write `per-second: NUMBER`, the requests that it may send each second")
      return nil
    }
    guard let perSecond = integer(rate, in: 1...1_000_000) else { return nil }
    let burst = value(section, "burst", default: max(10, perSecond)) { $0.integer($1, in: 10...10_000_000) }
    return RateLimit(perSecond: perSecond, burst: burst)
  }

  private mutating func tristate(_ section: Section, _ key: String) -> Tristate {
    value(section, key, default: .auto) { $0.choice($1) }
  }

  private static func isLoopback(_ block: AddressBlock) -> Bool {
    block.isIPv6
      ? block.network == 1 && block.prefixLength == 128 : block.network >> 24 == 127 && block.prefixLength >= 8
  }
}
