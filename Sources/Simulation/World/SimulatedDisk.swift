import AddressPool
import NetworkAddress
import Storage

/// A disk with a journal on it. What is written is safe once it is synced; what is not may be there after a crash, or
/// not, or in part, and a part is told by its checksum and left out.
struct SimulatedDisk {
  /// What is left of a write that a crash interrupted.
  enum Remnant { case nothing, torn, whole }

  private(set) var leases: [IPv4Address: Lease] = [:]
  private(set) var lastLeaseID = LeaseID(rawValue: 0)
  private(set) var count: UInt64 = 0
  private var past: [PastSession] = []
  private var sharedPorts: Set<String> = []
  /// The newest records, for a starting server.
  private(set) var recent: [JournalEntry] = []
  private(set) var unsynced: [JournalEntry] = []
  var isFull = false

  mutating func write(_ entries: [JournalEntry]) { unsynced = entries }

  mutating func discard() { unsynced.removeAll(keepingCapacity: true) }

  /// The write is safe; each of its entries goes to `take` with the state that the ledger had before it.
  mutating func sync(_ take: (JournalEntry, Lease?) -> Void) {
    for entry in unsynced {
      count += 1
      var before: Lease?
      switch entry {
      case .transition(let transition):
        before = leases.updateValue(transition.lease, forKey: transition.lease.address)
        lastLeaseID = max(lastLeaseID, transition.lease.id)
        if let before, before.id != transition.lease.id, let session = PastSession(before) { past.append(session) }
      case .sharedPort(let shared): sharedPorts.insert(shared.nas)
      case .accounting, .authentication: break
      }
      take(entry, before)
    }
    recent += unsynced
    if recent.count > 2 * SimulatedDisk.recentMax { recent.removeFirst(recent.count - SimulatedDisk.recentMax) }
    unsynced.removeAll(keepingCapacity: true)
  }

  static let recentMax = 2048

  /// Whether a write that was cut short at random is told from a whole one: what the journal's checksum is for.
  func isTearFound(using random: inout SimulationRandom) -> Bool {
    guard let body = JournalCodec.encode(unsynced).last, body.octets.count > 1 else { return true }
    let torn = Array(body.octets.prefix(random.below(body.octets.count - 1) + 1))
    return (try? JournalCodec.decode(torn, count: body.count)) == nil
  }

  func recover() -> RecoveredState {
    RecoveredState(
      leases: sortedLeases, lastLeaseID: lastLeaseID, position: JournalPosition(rawValue: count),
      past: Array(past.suffix(LeaseTable.Limits.pastSessionsMax)), sharedPorts: sharedPorts)
  }

  var sortedLeases: [Lease] { leases.values.sorted { $0.address < $1.address } }
}
