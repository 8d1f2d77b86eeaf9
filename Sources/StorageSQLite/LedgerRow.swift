import AddressPool
import NetworkAddress
import Storage
import Timebase

/// A row of the ledger's index: where an entry stands in the journal, and what is asked of it without reading it.
struct LedgerRow: Comparable {
  private let address: UInt32
  private let position: UInt64
  private let time: Int64
  private let change: Int64
  private let lease: UInt64

  init(_ transition: LeaseTransition, at position: JournalPosition) {
    address = transition.lease.address.rawValue
    self.position = position.rawValue
    time = transition.time.milliseconds
    change = LedgerRow.change(transition)
    lease = transition.lease.id.rawValue
  }

  /// The cause, and by 100 more where the state changed.
  private static func change(_ transition: LeaseTransition) -> Int64 {
    Int64(transition.cause.rawValue) + (transition.from == transition.to ? 0 : stateChanged)
  }

  /// What marks an entry that changed the state. Causes are far below it.
  static let stateChanged: Int64 = 100

  static func < (left: LedgerRow, right: LedgerRow) -> Bool {
    left.address != right.address ? left.address < right.address : left.position < right.position
  }

  func bind(to statement: SQLiteStatement) {
    statement.bind(1, Int64(address))
    statement.bind(2, position)
    statement.bind(3, time)
    statement.bind(4, change)
    statement.bind(5, lease)
  }
}
