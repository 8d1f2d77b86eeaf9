import NetworkAddress

/// Counts addresses.
enum AddressCount {
  /// How many addresses the disjoint `ranges` hold, less those of `exclusions`, which may overlap and reach outside.
  static func of(_ ranges: [AddressRange], without exclusions: [AddressRange]) -> Int {
    let sorted = exclusions.sorted { $0.first < $1.first }
    return ranges.reduce(0) { total, range in
      var left = range.count
      var next = Int(range.first.rawValue)
      for exclusion in sorted where exclusion.overlaps(range) {
        let first = max(next, Int(exclusion.first.rawValue))
        let last = min(Int(range.last.rawValue), Int(exclusion.last.rawValue))
        if first <= last {
          left -= last - first + 1
          next = last + 1
        }
      }
      return total + left
    }
  }
}
