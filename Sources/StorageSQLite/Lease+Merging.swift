import AddressPool
import NetworkAddress

extension Array where Element == Lease {
  /// `self`, in the order of addresses, with rows of `changed` in the place of those with the same address.
  func replacing(with changed: [IPv4Address: Lease]) -> [Lease] {
    if changed.isEmpty { return self }
    var merged: [Lease] = []
    merged.reserveCapacity(count + changed.count)
    var index = startIndex
    for lease in changed.values.sorted(by: { $0.address < $1.address }) {
      while index < endIndex, self[index].address < lease.address {
        merged.append(self[index])
        index += 1
      }
      if index < endIndex, self[index].address == lease.address { index += 1 }
      merged.append(lease)
    }
    merged.append(contentsOf: self[index...])
    return merged
  }
}
