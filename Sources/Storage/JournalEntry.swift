package import Accounting
package import AddressPool
package import Timebase

/// What a commit appends. The journal is the truth; everything else in a store is folded out of it.
package enum JournalEntry: Equatable, Sendable {
  case transition(LeaseTransition)
  case accounting(AccountingRecord)
  case authentication(AuthenticationRecord)
  case sharedPort(SharedPort)
}

extension JournalEntry {
  /// When it happened, for people who look at the file.
  package var time: Timestamp {
    switch self {
    case .transition(let transition): transition.time
    case .accounting(let record): record.arrival
    case .authentication(let record): record.time
    case .sharedPort(let shared): shared.time
    }
  }
}
