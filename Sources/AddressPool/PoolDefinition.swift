package import NetworkAddress

/// A pool as configured. Spans are in milliseconds.
package struct PoolDefinition: Equatable, Sendable {
  package enum WhenEmpty: String, CaseIterable, Sendable {
    case reject = "reject"
    case acceptWithoutAddress = "accept-without-address"
  }

  package var name: String
  /// In the order of the configuration; disjoint.
  package var ranges: [AddressRange]
  package var exclude: [AddressRange] = []
  /// Names of the clients it is open to; nil: every client.
  package var clients: Set<String>?
  package var offerTimeout: Int64 = 60_000
  package var sessionTimeout: Int64 = 86_400_000
  package var interimInterval: Int64 = 600_000
  package var missedInterims: Int = 3
  package var cooldown: Int64 = 0
  package var quarantine: Int64 = 60_000
  package var sessionGrace: Int64 = 10_000
  /// Per cent of the pool's leases.
  package var massBrake: Int = 20
  package var openOffersPerUser: Int = 4
  package var whenEmpty: WhenEmpty = .reject
  /// Framed-IP-Netmask of the Accept; nil: none is sent. By default the session's link is its own address alone, as on
  /// PPP and in tunnels.
  package var netmask: IPv4Address? = IPv4Address(rawValue: 0xffff_ffff)

  package init(name: String, ranges: [AddressRange]) {
    self.name = name
    self.ranges = ranges
  }
}
