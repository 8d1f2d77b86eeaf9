import Accounting
import Storage

/// A rollup's key with the numbers of its names: what the fold compares and sorts by the million.
struct RollupSlot: Hashable, Comparable {
  let table: Rollup.Table
  let time: Int64
  let nas: Int64
  let pool: Int64
  /// 0 in the tables that keep no name.
  let name: Int64

  init(_ key: Rollup.Key, _ names: NameCache) throws(StoreError) {
    table = key.table
    time = key.time
    nas = try names.number(key.nas)
    pool = try names.number(key.pool)
    name = key.table.keepsName ? try names.number(key.name) : 0
  }

  /// One word instead of five: the fold looks slots up by the million.
  func hash(into hasher: inout Hasher) {
    var mixed = UInt64(bitPattern: time &* 8 | Int64(table.rawValue)) &* 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ mixed >> 29 ^ UInt64(bitPattern: name)) &* 0xff51_afd7_ed55_8ccd
    mixed = (mixed ^ mixed >> 32 ^ UInt64(bitPattern: nas << 20 ^ pool)) &* 0x9e37_79b9_7f4a_7c15
    hasher.combine(mixed)
  }

  /// In the order of the tables, and in each in that of its rows.
  static func < (left: RollupSlot, right: RollupSlot) -> Bool {
    if left.table != right.table { return left.table.rawValue < right.table.rawValue }
    if left.time != right.time { return left.time < right.time }
    if left.name != right.name { return left.name < right.name }
    if left.nas != right.nas { return left.nas < right.nas }
    return left.pool < right.pool
  }
}
