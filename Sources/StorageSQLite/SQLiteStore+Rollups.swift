package import Accounting
package import Storage
package import Timebase

extension SQLiteStore {
  package func rollups(_ query: RollupQuery) throws(StoreError) -> [Rollup] {
    try catchUp()
    return try derived.rollups(query)
  }

  package func eachUserSlot(
    from: Timestamp, to: Timestamp, nas: String?, pool: String?, _ body: (UserSlot) -> Void
  ) throws(StoreError) {
    try catchUp()
    try derived.eachUserSlot(from: from, to: to, nas: nas, pool: pool, body)
  }

  package func eachSessionStart(
    from: Timestamp, to: Timestamp, _ body: (SessionStart) -> Void
  ) throws(StoreError) {
    try catchUp()
    try derived.eachSessionStart(from: from, to: to, body)
  }
}
