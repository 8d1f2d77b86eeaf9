import Accounting

/// A session's row in the fold's hand.
final class SessionEntry {
  enum Change: Comparable {
    case none
    /// Counters and times alone.
    case counters
    /// Other columns too, none of which stands in an index.
    case columns
    case indexed
    case new
  }

  private(set) var session: AccountingSession
  /// What the table does not have yet.
  private(set) var change: Change

  init(_ session: AccountingSession, _ change: Change = .none) {
    self.session = session
    self.change = change
  }

  /// Returns whether the row had no change before.
  func replace(by session: AccountingSession) -> Bool {
    defer { self.session = session }
    let wasWritten = change == .none
    if change < .indexed { change = max(change, SessionEntry.change(from: self.session, to: session)) }
    return wasWritten
  }

  func written() { change = .none }

  private static func change(from old: AccountingSession, to new: AccountingSession) -> Change {
    if old.user != new.user || old.start != new.start || old.framedIPAddress != new.framedIPAddress { return .indexed }
    var counted = old
    RadacctRow.copyCounters(of: new, to: &counted)
    return counted == new ? .counters : .columns
  }
}
