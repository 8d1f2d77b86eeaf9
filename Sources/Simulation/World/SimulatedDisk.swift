import AddressPool
import NetworkAddress
import Storage

/// A disk with a journal on it. What is written is safe once it is synced; what is not may be there after a crash, or
/// not, or in part, and a part is told by its checksum and left out.
struct SimulatedDisk {
  /// What the ledger says of each address of its server; nil: nothing.
  private var leases: [Lease?]
  /// The number of the first of them.
  private let first: Int
  private(set) var lastLeaseID = LeaseID(rawValue: 0)
  var count: UInt64 = 0
  private var past: [PastSession] = []
  private var sharedPorts: Set<String> = []
  /// The newest accounting records, for a starting server.
  private var records: [JournalEntry] = []
  private(set) var unsynced: [JournalEntry] = []
  var isFull = false

  init(addresses: Range<Int>) {
    leases = [Lease?](repeating: nil, count: addresses.count)
    first = addresses.lowerBound
  }

  mutating func write(_ entries: [JournalEntry]) { unsynced = entries }

  mutating func discard() { unsynced = [] }

  /// The write is safe. Its entries are to be kept, one by one.
  mutating func sync() -> [JournalEntry] {
    let entries = unsynced
    unsynced = []
    return entries
  }

  /// Returns the state of the address that the ledger had before; nil: it had none.
  mutating func keep(_ transition: LeaseTransition, at index: Int?) -> LeaseState? {
    guard let number = index else { preconditionFailure("every address of the world lies in its pool") }
    let index = number - first
    lastLeaseID = max(lastLeaseID, transition.lease.id)
    let before = leases[index]?.state
    if let id = leases[index]?.id, id != transition.lease.id, let lease = leases[index],
      let session = PastSession(lease)
    {
      past.append(session)
    }
    leases[index] = transition.lease
    return before
  }

  mutating func keep(_ record: JournalEntry) {
    records.append(record)
    if records.count > 2 * SimulatedDisk.recordsMax { records.removeFirst(SimulatedDisk.recordsMax) }
  }

  mutating func keep(_ shared: SharedPort) { sharedPorts.insert(shared.nas) }

  /// The newest records that a NAS may still repeat.
  var recent: ArraySlice<JournalEntry> { records.suffix(SimulatedDisk.recordsMax) }

  private static let recordsMax = 1024

  /// Whether a write that was cut short at random is told from a whole one: what the journal's checksum is for.
  func isTearFound(using random: inout SimulationRandom) -> Bool {
    guard let body = JournalCodec.encode(unsynced).last, body.octets.count > 1 else { return true }
    let torn = Array(body.octets.prefix(random.below(body.octets.count - 1) + 1))
    return (try? JournalCodec.decode(torn, count: body.count)) == nil
  }

  func recover() -> RecoveredState {
    RecoveredState(
      leases: LeaseList(sortedLeases), lastLeaseID: lastLeaseID, position: JournalPosition(rawValue: count),
      past: Array(past.suffix(LeaseTable.Limits.pastSessionsMax)), sharedPorts: sharedPorts)
  }

  func lease(at index: Int) -> Lease? { leases[index - first] }

  /// By address.
  var sortedLeases: [Lease] { leases.compactMap(\.self) }
}
