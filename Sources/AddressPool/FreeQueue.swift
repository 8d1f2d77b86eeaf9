import DequeModule
import NetworkAddress

/// The free addresses of one pool, longest free first: those that nobody ever held, in the order of the ranges, then
/// those that came back, in the order in which they did.
///
/// Entries are never searched for. An address that left by another way (stickiness, a reservation) leaves its entry
/// behind; the stamp tells that it is stale.
struct FreeQueue {
  struct Entry {
    var slot: Int32
    var stamp: UInt32
  }

  private var returned = Deque<Entry>()
  private var segment = 0
  private var offset: UInt32 = 0

  /// How many entries wait, stale ones included.
  var returnedCount: Int { returned.count }

  mutating func append(slot: Int32, stamp: UInt32) { returned.append(Entry(slot: slot, stamp: stamp)) }

  mutating func popReturned() -> Entry? { returned.popFirst() }

  /// Drops the entries for which `isCurrent` is false. The owner calls this when stale ones outnumber the others.
  mutating func compact(keeping isCurrent: (Entry) -> Bool) {
    returned = Deque(returned.filter(isCurrent))
  }

  /// The next address that the cursor has not passed yet; nil at the end. The caller skips those that are in the table.
  mutating func nextUntouched(in space: PoolSpace) -> IPv4Address? {
    while segment < space.segments.count {
      let range = space.segments[segment]
      let value = UInt64(range.first.rawValue) + UInt64(offset)
      if value <= UInt64(range.last.rawValue) {
        offset += 1
        return IPv4Address(rawValue: UInt32(value))
      }
      segment += 1
      offset = 0
    }
    return nil
  }
}
