import AccountingLog
import AddressPool
import Configuration
import NetworkAddress
import RADIUSCrypto
import ServerCore
import Testing

/// What a right configuration means.
@Suite struct LoadTests {
  private func read(_ text: String, file: String = "/etc/rollcall/rollcall.yaml") throws -> ServerConfiguration {
    try ServerConfiguration.read(text, file: file, isReadableByOthers: false)
  }

  @Test(arguments: ["", "# nothing\n", "{}\n", "---\n", "listen:\nlog:\n"])
  func `what is left out has its default`(text: String) throws {
    let configuration = try read(text)
    #expect(configuration.listen.authentication.map(\.description) == ["127.0.0.1:1812"])
    #expect(configuration.listen.accounting.map(\.description) == ["127.0.0.1:1813"])
    #expect(configuration.listen.receiveBuffer == 4_194_304)
    #expect(configuration.rejectDelay == .seconds(1) && configuration.recordsDecisions)
    #expect(configuration.clients.isEmpty)
    #expect(configuration.pools.isEmpty)
    #expect(configuration.log == LogConfiguration())
    #expect(!configuration.debug.logPasswords)
    #expect(configuration.limits == LimitsConfiguration())
    #expect(configuration.usersPath == "/etc/rollcall/users")
    #expect(configuration.warnings.map(\.key) == ["clients"])
  }

  @Test func `the shipped configuration is right`() throws {
    let path = try #require(ShippedConfiguration.path)
    let configuration = try ServerConfiguration.load(path: path)
    #expect(configuration.clients.map(\.name) == ["lab"])
    #expect(configuration.clients.map(\.block.description) == ["127.0.0.0/8"])
    #expect(configuration.clients.map(\.secret) == [SharedSecret("testing123")])
    var pool = PoolDefinition(name: "main", ranges: try [#require(AddressRange("10.64.0.0/24"))])
    pool.exclude = try [#require(AddressRange("10.64.0.0")), #require(AddressRange("10.64.0.255"))]
    pool.clients = ["lab"]
    #expect(configuration.pools == [pool])
    #expect(configuration.storage == .sqlite(path: ShippedConfiguration.root + "/var/rollcall.db"))
    #expect(configuration.controlPath == ShippedConfiguration.root + "/var/rollcall.sock")
    #expect(configuration.dictionaryPath == ShippedConfiguration.root + "/dictionaries/dictionary")
    #expect(configuration.usersPath == ShippedConfiguration.root + "/conf/users")
    #expect(configuration.listen == ListenConfiguration())
    #expect(configuration.warnings.allSatisfy { $0.key == "clients[0].secret" })
  }

  @Test func `every key is read`() throws {
    let configuration = try read(Self.everyKey)
    #expect(configuration.listen.authentication.map(\.description) == ["0.0.0.0:1812", "[::]:1812"])
    #expect(configuration.listen.accounting.map(\.description) == ["[2001:db8::1]:0"])
    #expect(configuration.listen.receiveBuffer == 1 << 20)
    #expect(configuration.controlPath == "/run/rollcall.sock")
    #expect(configuration.storage == .sqlite(path: "/var/lib/rollcall/rollcall.db"))
    #expect(configuration.dictionaryPath == "/etc/rollcall/d")
    #expect(configuration.usersPath == "/etc/rollcall/u/users")
    #expect(configuration.rejectDelay == .milliseconds(500) && !configuration.recordsDecisions)
    #expect(configuration.log == LogConfiguration(level: .debug, format: .json))
    #expect(configuration.debug.logPasswords)
    #expect(
      configuration.accountingLogs == [
        LogDefinition(
          name: "archive", format: .jsonLines, path: try LogPath("/etc/rollcall/radacct/%{client}/100%%-%Y%m%d"),
          rotateSize: 10 << 20, compresses: false, keep: 90 * 86_400_000)
      ])
    let limits = configuration.limits
    #expect(limits.duplicateCacheEntries == 2048)
    #expect(limits.duplicateCacheLifetime == .seconds(30))
    #expect(limits.requestsInFlight == 32)
    #expect(limits.commitBatch == 7)
    #expect(limits.passwordChecks == 8)
    #expect(limits.delayedRejects == 0)
    #expect(limits.drainTimeout == .milliseconds(1500))
    #expect(limits.engineLimits.duplicateCacheEntries == 2048)
    #expect(limits.engineLimits.duplicateCacheLifetime == 30_000)
    #expect(limits.engineLimits.requestsInFlight == 32)
    #expect(limits.engineLimits.commitBatch == 7)
    #expect(limits.engineLimits.passwordChecks == 8)
    #expect(limits.engineLimits.delayedRejects == 0)
    #expect(LimitsConfiguration().engineLimits == EngineLimits())
    #expect(configuration.warnings.map { "\($0.line): \($0.key)" } == ["48: debug.log-passwords"])
  }

  @Test func `every key of a client is read`() throws {
    let client = try #require(try read(Self.everyKey).clients.first)
    var expected = try ClientDefinition(
      name: "vpn", block: #require(AddressBlock("2001:db8::/48")), secret: SharedSecret("0123456789012345"))
    expected.requireMessageAuthenticator = .yes
    expected.limitProxyState = .no
    expected.portsUnique = .yes
    expected.inferReboots = .no
    expected.rateLimit = RateLimit(perSecond: 500, burst: 2000)
    expected.dynamicAuthorization = DynamicAuthorizationDefinition(
      port: 1700, secret: SharedSecret("5432109876543210"), onSuspect: .off, onConflict: .disconnect)
    #expect(client == expected)
  }

  @Test func `every key of a pool is read`() throws {
    let pool = try #require(try read(Self.everyKey).pools.first)
    let ranges = try ["10.0.0.0/24", "10.0.2.1-10.0.2.9", "10.0.3.3"].map { try #require(AddressRange($0)) }
    var expected = PoolDefinition(name: "homes", ranges: ranges)
    expected.exclude = try [#require(AddressRange("10.0.0.0/30"))]
    expected.clients = ["vpn"]
    expected.netmask = IPv4Address("255.255.255.0")
    expected.offerTimeout = 30_000
    expected.sessionTimeout = 2_592_000_000
    expected.interimInterval = 300_000
    expected.missedInterims = 5
    expected.cooldown = 1_000
    expected.quarantine = 120_000
    expected.sessionGrace = 20_000
    expected.massBrake = 35
    expected.openOffersPerUser = 2
    expected.whenEmpty = .acceptWithoutAddress
    #expect(pool == expected)
  }

  static let everyKey = """
    listen:
      authentication: ["0.0.0.0:1812", "[::]:1812"]
      accounting:
        - "[2001:db8::1]:0"
      receive-buffer: 1MiB
    control: /run/rollcall.sock
    storage: {sqlite: /var/lib/rollcall/rollcall.db}
    dictionary: d
    users: u/users
    reject-delay: 500ms
    record-decisions: no
    clients:
      - name: vpn
        address: 2001:db8::/48
        secret: 0123456789012345
        require-message-authenticator: yes
        limit-proxy-state: no
        ports-unique: 'yes'
        infer-reboots: 'no'
        rate-limit: {per-second: 500, burst: 2000}
        dynamic-authorization:
          port: 1700
          secret: "5432109876543210"
          on-suspect: off
          on-conflict: disconnect
    pools:
      - name: homes
        ranges: [10.0.0.0/24, 10.0.2.1 - 10.0.2.9, 10.0.3.3]
        exclude: [10.0.0.0/30]
        clients: [vpn]
        netmask: /24
        offer-timeout: 30s
        session-timeout: 30d
        interim-interval: 5m
        missed-interims: 5
        cooldown: 1000ms
        quarantine: 2m
        session-grace: 20s
        mass-brake: 35%
        open-offers-per-user: 2
        when-empty: accept-without-address

    log:
      level: debug
      format: json

    debug:
      log-passwords: true
    limits:
      duplicate-cache-entries: 2048
      duplicate-cache-lifetime: 30s
      requests-in-flight: 32
      commit-batch: 7
      password-checks: 8
      delayed-rejects: 0
      drain-timeout: 1500ms
    accounting-logs:
      - name: archive
        format: json-lines
        path: radacct/%{client}/100%%-%Y%m%d
        rotate-size: 10MiB
        compress: false
        keep: 90d
    """

  @Test(arguments: ["255.255.255.0", "/24"]) func `a netmask has two forms`(text: String) throws {
    let pools = try read("pools: [{name: p, ranges: [10.0.0.0/24], netmask: \(text)}]\n").pools
    #expect(pools.map(\.netmask?.description) == ["255.255.255.0"])
  }

  @Test func `a netmask is sent unless none is wanted`() throws {
    let pools = "pools: [{name: p, ranges: [10.0.0.0/25]}, {name: q, ranges: [10.0.0.128/25], netmask: none}]\n"
    #expect(try read(pools).pools.map(\.netmask?.description) == ["255.255.255.255", nil])
  }

  @Test func `a merge key brings keys in, and those that are written win`() throws {
    let pools = try read(
      """
      pools:
        - &first
          name: p
          ranges: [10.0.0.0/24]
          quarantine: 5m
          cooldown: 3s
        - <<: *first
          name: q
          ranges: [10.0.1.0/24]
          cooldown: 4s
      """
    ).pools
    #expect(pools.map(\.name) == ["p", "q"])
    #expect(pools.map(\.quarantine) == [300_000, 300_000])
    #expect(pools.map(\.cooldown) == [3000, 4000])
    #expect(pools.map { $0.ranges.map(\.description) } == [["10.0.0.0-10.0.0.255"], ["10.0.1.0-10.0.1.255"]])
  }

  @Test(arguments: [
    ("rollcall.yaml", "../var/rollcall.db", "../var/rollcall.db"), ("/rollcall.yaml", "users", "/users"),
    ("/etc/rollcall/rollcall.yaml", "/x/../y", "/x/../y"), ("/etc/x.yaml", "./a//b", "/etc/a/b"),
    ("/nonexistent/a/x.yaml", "../b", "/nonexistent/a/../b"), ("/etc/x.yaml", "../b", "/b"),
  ])
  func `a relative path is relative to the folder of the file`(file: String, path: String, expected: String) throws {
    #expect(try read("users: \(path)\n", file: file).usersPath == expected)
  }

  @Test func `secrets keep every character that YAML leaves them`() throws {
    let texts = ["0123", "yes", "1e3", "'it''s'", "\"a\\tb\"", "a#b", "null1", "\"null\"", "pässword", "a: b\\"]
    let expected = ["0123", "yes", "1e3", "it's", "a\tb", "a#b", "null1", "null", "pässword", "a: b\\"]
    for (text, secret) in zip(texts, expected) {
      let quoted = text.contains(": ") ? "'\(text)'" : text
      let clients = try read("clients:\n  - name: a\n    address: 10.0.0.1\n    secret: \(quoted)\n").clients
      #expect(clients.map(\.secret) == [SharedSecret(secret)])
    }
  }
}
