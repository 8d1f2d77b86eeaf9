package import NetworkAddress

/// The addresses of one pool: its ranges less its exclusions, as segments in the order of the configuration.
///
/// Costs memory for segments, never for addresses: a pool of 10.0.0.0/8 is one segment.
package struct PoolSpace: Sendable {
  package let definition: PoolDefinition
  let terms: PoolTerms
  package let segments: [AddressRange]
  /// How many addresses the pool has to give.
  package let size: Int

  package init(_ definition: PoolDefinition) {
    self.definition = definition
    terms = PoolTerms(definition)
    segments = definition.ranges.flatMap { PoolSpace.subtract(definition.exclude, from: $0) }
    size = segments.reduce(0) { $0 + $1.count }
  }

  package func contains(_ address: IPv4Address) -> Bool { segments.contains { $0.contains(address) } }

  private static func subtract(_ exclusions: [AddressRange], from range: AddressRange) -> [AddressRange] {
    var rest: [AddressRange] = []
    var next = UInt64(range.first.rawValue)
    let last = UInt64(range.last.rawValue)
    for hole in exclusions.filter({ $0.overlaps(range) }).sorted(by: { $0.first < $1.first }) {
      let holeFirst = UInt64(hole.first.rawValue)
      if holeFirst > next { rest.append(PoolSpace.range(next, holeFirst - 1)) }
      next = max(next, UInt64(hole.last.rawValue) + 1)
    }
    if next <= last { rest.append(PoolSpace.range(next, last)) }
    return rest
  }

  private static func range(_ first: UInt64, _ last: UInt64) -> AddressRange {
    guard
      let range = AddressRange(
        first: IPv4Address(rawValue: UInt32(first)), last: IPv4Address(rawValue: UInt32(last)))
    else { preconditionFailure("a segment ends before it begins") }
    return range
  }
}
