/// Bounds of what one reading command may ask for.
package enum ReadModelLimits {
  /// A /16 listed with its free addresses: what a person may still page through.
  package static let addressesMax = 65_536
  /// Sessions that are over, listed at once.
  package static let sessionsMax = 100_000
  /// Holdings of a user or a session told at once.
  package static let holdingsMax = 10_000
  /// Ledger entries read at once while recounting.
  package static let ledgerPage = 4096
}
