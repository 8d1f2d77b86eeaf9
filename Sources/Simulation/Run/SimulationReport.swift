/// What one world, or many, came to.
package struct SimulationReport: Equatable, Sendable {
  package var worlds = 0
  package var sessions = 0
  package var connected = 0
  package var rejected = 0
  /// Access-Rejects for Simultaneous-Use, also those that no NAS got.
  package var tooManySessions = 0
  /// Dialled in vain.
  package var unanswered = 0
  package var steps = 0
  package var datagrams = 0
  package var lost = 0
  package var duplicated = 0
  package var heldUp = 0
  package var crashes = 0
  package var failedCommits = 0
  package var tornWrites = 0
  package var reboots = 0
  package var clockSteps = 0
  package var operatorActs = 0
  /// Datagrams with a Disconnect-Request, and sessions that NASes ended for one.
  package var disconnectRequests = 0
  package var disconnected = 0
  /// Requests for which a NAS turned to its other server.
  package var failovers = 0
  package var records = 0
  package var entries = 0
  package var audits = 0
  package var conflicts = 0
  /// Live sessions whose address went to another, by the rule that allows it.
  package var excused = [Int](repeating: 0, count: Excuse.allCases.count)
  /// The longest that an address that nobody used was not free, against the bound: milliseconds, and in a million.
  package var worstWait: Int64 = 0
  package var worstBound: Int64 = 0
  package var worstShare: Int64 = 0
  /// Of a world: everything that the server sent, in order, hashed. Of many: of theirs.
  package var digest: UInt64 = 0xcbf2_9ce4_8422_2325
  package var simulatedTime: Int64 = 0

  package init() {}

  mutating func excuse(_ excuse: Excuse) {
    if let index = Excuse.allCases.firstIndex(of: excuse) { excused[index] += 1 }
  }

  mutating func waited(_ span: Int64, bound: Int64) {
    let share = span * 1_000_000 / max(1, bound)
    guard share > worstShare else { return }
    (worstWait, worstBound, worstShare) = (span, bound, share)
  }

  mutating func digest(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset + 8 <= buffer.count {
        mix(buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset += 8
      }
      while offset < buffer.count {
        mix(UInt64(buffer[offset]))
        offset += 1
      }
    }
  }

  mutating func mix(_ value: UInt64) { digest = (digest ^ value) &* 0x100_0000_01b3 }

  package mutating func add(_ other: SimulationReport) {
    worlds += other.worlds
    sessions += other.sessions
    connected += other.connected
    rejected += other.rejected
    tooManySessions += other.tooManySessions
    unanswered += other.unanswered
    steps += other.steps
    datagrams += other.datagrams
    lost += other.lost
    duplicated += other.duplicated
    heldUp += other.heldUp
    crashes += other.crashes
    failedCommits += other.failedCommits
    tornWrites += other.tornWrites
    reboots += other.reboots
    clockSteps += other.clockSteps
    operatorActs += other.operatorActs
    failovers += other.failovers
    disconnectRequests += other.disconnectRequests
    disconnected += other.disconnected
    records += other.records
    entries += other.entries
    audits += other.audits
    conflicts += other.conflicts
    for index in excused.indices { excused[index] += other.excused[index] }
    if other.worstShare > worstShare {
      (worstWait, worstBound, worstShare) = (other.worstWait, other.worstBound, other.worstShare)
    }
    mix(other.digest)
    simulatedTime += other.simulatedTime
  }
}
