package import Storage

/// A part of the ledger.
package struct LedgerPage: Sendable {
  package var entries: [LedgerEntry]
  /// The last journal position that was looked at, whether or not it held a ledger entry.
  package var position: JournalPosition

  package init(entries: [LedgerEntry], position: JournalPosition) {
    self.entries = entries
    self.position = position
  }

  /// The ledger's part of journal items that follow `position`.
  package init(items: [JournalItem], after position: JournalPosition) {
    entries = items.compactMap { item in
      guard case .transition(let transition) = item.entry else { return nil }
      return LedgerEntry(position: item.position, transition: transition)
    }
    self.position = items.last?.position ?? position
  }
}
