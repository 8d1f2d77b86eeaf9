package import NetworkAddress

/// A pool that an import makes.
package struct PlannedPool: Equatable, Sendable {
  package var name: String
  /// In order, and apart from each other.
  package var ranges: [AddressRange]

  package var size: Int { ranges.reduce(0) { $0 + $1.count } }

  package func contains(_ address: IPv4Address) -> Bool { ranges.contains { $0.contains(address) } }

  /// The ranges that addresses make.
  static func ranges(of addresses: some Sequence<IPv4Address>) -> [AddressRange] {
    var ranges: [AddressRange] = []
    for address in Set(addresses).sorted() {
      if let last = ranges.last, last.last.rawValue &+ 1 == address.rawValue,
        let longer = AddressRange(first: last.first, last: address)
      {
        ranges[ranges.count - 1] = longer
      } else if let range = AddressRange(first: address, last: address) {
        ranges.append(range)
      }
    }
    return ranges
  }
}
