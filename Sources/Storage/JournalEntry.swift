package import Accounting
package import AddressPool

/// What a commit appends. The journal is the truth; everything else in a store is folded out of it.
package enum JournalEntry: Equatable, Sendable {
  case transition(LeaseTransition)
  case accounting(AccountingRecord)
  case authentication(AuthenticationRecord)
  case sharedPort(SharedPort)
}
