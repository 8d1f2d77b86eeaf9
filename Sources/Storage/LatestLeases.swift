import AddressPool
import NetworkAddress

/// The last lease of each address that a part of the ledger names.
struct LatestLeases {
  private var leases: [Lease] = []
  /// Where an address stands in `leases`.
  private var places: [UInt32: Int] = [:]

  func lease(of address: IPv4Address) -> Lease? { places[address.rawValue].map { leases[$0] } }

  mutating func take(_ lease: Lease) {
    let address = lease.address.rawValue
    if let place = places[address] {
      leases[place] = lease
    } else {
      places[address] = leases.count
      leases.append(lease)
    }
  }

  var isEmpty: Bool { leases.isEmpty }

  /// In the order of addresses: small numbers are sorted, and no leases moved.
  var ordered: some Sequence<Lease> {
    leases.indices.map { UInt64(leases[$0].address.rawValue) << 32 | UInt64($0) }.sorted()
      .lazy.map { leases[Int($0 & 0xffff_ffff)] }
  }
}
