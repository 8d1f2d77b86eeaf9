/// What became of every datagram. Each ends in exactly one place:
/// `received == replied + replayed + Σ dropped + in flight`.
package struct EngineCounters: Equatable, Sendable {
  package internal(set) var received: UInt64 = 0
  package internal(set) var replied: UInt64 = 0
  package internal(set) var replayed: UInt64 = 0
  package private(set) var droppedTotal: UInt64 = 0
  package internal(set) var dropped: [UInt64] = [UInt64](repeating: 0, count: DropReason.allCases.count)

  package internal(set) var accepts: UInt64 = 0
  package internal(set) var rejects: UInt64 = 0
  package internal(set) var challenges: UInt64 = 0
  package internal(set) var accountingRecords: UInt64 = 0
  package internal(set) var accountingDuplicates: UInt64 = 0
  package internal(set) var poolEmpty: UInt64 = 0
  package internal(set) var conflicts: UInt64 = 0
  /// Packets whose octet counters were smaller than their session's last ones.
  package internal(set) var countersFell: UInt64 = 0
  /// Accounting-On and -Off.
  package internal(set) var nasReboots: UInt64 = 0
  /// Packets of sessions that are over or have no lease any more, and those whose token is another session's.
  package internal(set) var stale: UInt64 = 0
  package internal(set) var tokenMismatches: UInt64 = 0
  /// Tokens with a wrong tag: forged, or signed by a key that is gone.
  package internal(set) var wrongTokens: UInt64 = 0
  /// Packets that name another address than that of their session's lease.
  package internal(set) var addressMismatches: UInt64 = 0
  /// Reboots that a NAS did not tell of, and those of them that were none.
  package internal(set) var rebootsInferred: UInt64 = 0
  package internal(set) var rebootsRefuted: UInt64 = 0
  package internal(set) var failedCommits: UInt64 = 0

  package init() {}

  package subscript(reason: DropReason) -> UInt64 {
    get { dropped[EngineCounters.index(of: reason)] }
    set {
      let index = EngineCounters.index(of: reason)
      droppedTotal = droppedTotal &+ newValue &- dropped[index]
      dropped[index] = newValue
    }
  }

  private static let indexes: [DropReason: Int] = Dictionary(
    uniqueKeysWithValues: DropReason.allCases.enumerated().map { ($1, $0) })

  private static func index(of reason: DropReason) -> Int {
    guard let index = indexes[reason] else { preconditionFailure("a reason without a counter") }
    return index
  }
}
