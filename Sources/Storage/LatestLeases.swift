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

  /// `table`, in the order of addresses, with these in the place of its rows of the same addresses.
  func merged(into table: [Lease]) -> [Lease] {
    if leases.isEmpty { return table }
    var merged: [Lease] = []
    merged.reserveCapacity(table.count + leases.count)
    var index = table.startIndex
    for place in order {
      let lease = leases[place]
      while index < table.endIndex, table[index].address < lease.address {
        merged.append(table[index])
        index += 1
      }
      if index < table.endIndex, table[index].address == lease.address { index += 1 }
      merged.append(lease)
    }
    merged.append(contentsOf: table[index...])
    return merged
  }

  /// Places in the order of addresses: small numbers are sorted, and no leases moved.
  private var order: [Int] {
    leases.indices.map { UInt64(leases[$0].address.rawValue) << 32 | UInt64($0) }.sorted()
      .map { Int($0 & 0xffff_ffff) }
  }
}
