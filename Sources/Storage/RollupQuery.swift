package import Accounting
package import Timebase

/// Which rollups to read, and what to add up. What is nil does not narrow.
package struct RollupQuery: Equatable, Sendable {
  package var table: Rollup.Table
  /// Units that begin at or after this time.
  package var from: Timestamp?
  /// Units that begin before this time.
  package var to: Timestamp?
  package var nas: String?
  package var pool: String?
  package var name: String?
  /// Figures of different times, NASes, pools or names stay apart where the flag is set; else they are added up, under
  /// time 0 or an empty text.
  package var keepsTime = false
  package var keepsNAS = false
  package var keepsPool = false
  package var keepsName = false

  package init(_ table: Rollup.Table, from: Timestamp? = nil, to: Timestamp? = nil) {
    self.table = table
    self.from = from
    self.to = to
  }

  /// The bounds in units of the table: at or after the first, and before the second.
  package var units: (from: Int64?, to: Int64?) { (from.map(firstUnit), to.map(firstUnit)) }

  private func firstUnit(notBefore time: Timestamp) -> Int64 {
    let unit = table.unit(of: time)
    return table.start(ofUnit: unit) < time ? unit + 1 : unit
  }

  /// The answer out of `rollups`, in the order of keys, without those that add up to nothing.
  package func answer(_ rollups: [Rollup.Key: Rollup.Counts]) -> [Rollup] {
    let units = units
    var sums: [Rollup.Key: Rollup.Counts] = [:]
    for (key, counts) in rollups where key.table == table {
      guard units.from.map({ key.time >= $0 }) ?? true, units.to.map({ key.time < $0 }) ?? true,
        nas == nil || nas == key.nas, pool == nil || pool == key.pool, name == nil || name == key.name
      else { continue }
      let sum = Rollup.Key(
        table: table, time: keepsTime ? key.time : 0, nas: keepsNAS ? key.nas : "", pool: keepsPool ? key.pool : "",
        name: keepsName ? key.name : "")
      sums[sum, default: .zero] &+= counts
    }
    return sums.filter { $0.value != .zero }.map { Rollup(key: $0.key, counts: $0.value) }
      .sorted { $0.key < $1.key }
  }
}
