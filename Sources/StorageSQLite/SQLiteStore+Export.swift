package import Accounting
package import Storage

extension SQLiteStore {
  package func sessionRows(
    after number: Int64, _ filter: ExportFilter, limit: Int
  ) throws(StoreError) -> [AccountingSession] {
    try catchUp()
    return try derived.sessionRows(after: number, filter, limit: limit)
  }
}
