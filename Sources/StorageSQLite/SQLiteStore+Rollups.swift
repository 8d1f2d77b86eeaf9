package import Accounting
package import Storage
package import Timebase

extension SQLiteStore {
  package func rollups(_ query: RollupQuery) throws(StoreError) -> [Rollup] {
    try catchUp()
    return try derived.rollups(query)
  }

  package func eachSessionStart(
    from: Timestamp, to: Timestamp, _ body: (SessionStart) -> Void
  ) throws(StoreError) {
    try catchUp()
    try derived.eachSessionStart(from: from, to: to, body)
  }
}
