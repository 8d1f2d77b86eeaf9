package import AddressPool
package import NetworkAddress

/// Where the ledger and a lease table do not tell the same (invariants I2 and I5).
package enum LedgerDifference: Equatable, Sendable, CustomStringConvertible {
  /// The ledger names an address that the table lacks.
  case missingFromTable(Lease)
  /// The table has an address that no ledger entry names.
  case missingFromLedger(Lease)
  /// Both have the address, and differ.
  case differs(ledger: Lease, table: Lease)
  /// A ledger entry starts from another state than the one before left.
  case brokenChain(IPv4Address, at: JournalPosition, expected: LeaseState, found: LeaseState)
  /// One lease, live on two addresses.
  case heldTwice(LeaseID, IPv4Address, IPv4Address)

  package var address: IPv4Address {
    switch self {
    case .missingFromTable(let lease), .missingFromLedger(let lease), .differs(_, let lease): lease.address
    case .brokenChain(let address, _, _, _), .heldTwice(_, _, let address): address
    }
  }

  package var description: String {
    switch self {
    case .missingFromTable(let lease):
      "\(lease.address): the ledger says \(lease.state.name), the lease table does not have it"
    case .missingFromLedger(let lease):
      "\(lease.address): the lease table says \(lease.state.name), the ledger does not name it"
    case .differs(let ledger, let table):
      "\(table.address): the ledger says \(ledger.state.name) of lease \(ledger.id), "
        + "the lease table \(table.state.name) of lease \(table.id)"
    case .brokenChain(let address, let position, let expected, let found):
      "\(address): ledger entry \(position.rawValue) starts from \(found.name), the one before it left \(expected.name)"
    case .heldTwice(let id, let first, let second): "lease \(id) is live on \(first) and on \(second)"
    }
  }
}

/// Folds the whole ledger anew and compares what comes out with a lease table.
package struct LedgerReplay: Sendable {
  private var table: [IPv4Address: Lease] = [:]
  private var differences: [LedgerDifference] = []

  package init() {}

  /// Begins where a part of the ledger was cut off, which left `leases`.
  package init(after leases: [Lease]) { for lease in leases { table[lease.address] = lease } }

  /// Takes the next entry of the ledger.
  package mutating func take(_ entry: LedgerEntry) {
    let (transition, position) = (entry.transition, entry.position)
    let address = transition.lease.address
    if let before = table[address]?.state, before != transition.from {
      differences.append(.brokenChain(address, at: position, expected: before, found: transition.from))
    }
    table[address] = transition.lease
  }

  /// The lease table that the ledger tells, in the order of addresses.
  package var leases: [Lease] { table.values.sorted { $0.address < $1.address } }

  /// All differences to `leases`, in the order of addresses.
  package func compare(with leases: some Sequence<Lease>) -> [LedgerDifference] {
    var found = differences
    var rest = table
    var holders: [LeaseID: IPv4Address] = [:]
    for lease in leases {
      if let ledger = rest.removeValue(forKey: lease.address) {
        if ledger != lease { found.append(.differs(ledger: ledger, table: lease)) }
      } else {
        found.append(.missingFromLedger(lease))
      }
      guard lease.state.isLive, lease.id.rawValue != 0 else { continue }
      if let other = holders.updateValue(lease.address, forKey: lease.id) {
        found.append(.heldTwice(lease.id, other, lease.address))
      }
    }
    found += rest.values.map(LedgerDifference.missingFromTable)
    return found.sorted { $0.address < $1.address }
  }
}

extension Store {
  /// Folds the whole ledger and compares it with the lease table, both as of one position. Empty: all adds up.
  package func auditLedger() throws(StoreError) -> [LedgerDifference] {
    try catchUp()
    let state = try recover()
    var replay = LedgerReplay()
    try eachTransition(through: state.position, begin: { replay = LedgerReplay(after: $0.leases) }) { replay.take($0) }
    return replay.compare(with: state.leases)
  }

  /// Folds until the derived tables tell all that was committed before the call.
  package func catchUp() throws(StoreError) {
    let end = try position()
    while try cursor() < end {
      // Another thread may fold at the same time, so that this one finds nothing to do.
      if try fold(limit: StoreLimits.foldMax) == 0 { return }
    }
  }
}
