import AddressPool
import NetworkAddress
import Storage
import Timebase

/// Leases as rows. The columns are for people; the store itself reads a lease from its body.
enum LeaseRow {
  static func bind(_ lease: Lease, to statement: SQLiteStatement) {
    statement.bind(1, Int64(lease.address.rawValue))
    statement.bind(2, lease.address.description)
    statement.bind(3, lease.pool)
    statement.bind(4, lease.state.name)
    statement.bind(5, lease.id.rawValue)
    statement.bind(6, lease.holder?.user)
    statement.bind(7, lease.holder?.session)
    statement.bind(8, SQLTime.text(lease.since, milliseconds: true))
    statement.bind(9, lease.deadline.map { SQLTime.text($0, milliseconds: true) })
    statement.bind(10, LeaseCodec.encode(lease))
  }

  static func read(
    _ statement: SQLiteStatement, column: Int32, file: String, _ recent: inout RecentTexts
  ) throws(StoreError) -> Lease {
    do {
      return try LeaseCodec.decode(statement.memory(column), recent: &recent)
    } catch {
      throw unreadable(error, file: file)
    }
  }

  static func unreadable(_ error: JournalDecodingError, file: String) -> StoreError {
    StoreError(
      .corrupt,
      "a row of the table lease in \(file) cannot be read: \(error); move the file away, for it is folded "
        + "anew out of its journal")
  }
}
