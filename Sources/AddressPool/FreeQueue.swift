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

  private(set) var returned = Deque<Entry>()
  /// What nobody had touched when the queue was made; passed from the front.
  private let untouched: [AddressRange]
  private var segment = 0
  private var offset: UInt32 = 0

  /// `touched`: the addresses that are in the table already, ascending.
  init(_ space: PoolSpace, touched: [IPv4Address]) {
    var gaps: [AddressRange] = []
    for range in space.segments {
      var next = UInt64(range.first.rawValue)
      let last = UInt64(range.last.rawValue)
      var position = FreeQueue.firstIndex(in: touched, notBelow: range.first)
      while position < touched.count, touched[position] <= range.last {
        FreeQueue.append(next, UInt64(touched[position].rawValue), to: &gaps)
        next = UInt64(touched[position].rawValue) + 1
        position += 1
      }
      FreeQueue.append(next, last + 1, to: &gaps)
    }
    untouched = gaps
  }

  /// How many entries wait, stale ones included.
  var returnedCount: Int { returned.count }

  /// How many addresses the cursor is still to hand out; `touched` as in the initialiser, as of now.
  func untouchedCount(touched: [IPv4Address]) -> Int {
    var count = 0
    for index in segment..<max(segment, untouched.count) {
      let range = untouched[index]
      let passed = index == segment ? Int(offset) : 0
      let first = IPv4Address(rawValue: UInt32(clamping: Int(range.first.rawValue) + passed))
      guard passed < range.count else { continue }
      let after = FreeQueue.firstIndex(in: touched, notBelow: first)
      let end =
        range.last.rawValue == .max
        ? touched.count
        : FreeQueue.firstIndex(in: touched, notBelow: IPv4Address(rawValue: range.last.rawValue + 1))
      count += range.count - passed - (end - after)
    }
    return count
  }

  mutating func append(slot: Int32, stamp: UInt32) { returned.append(Entry(slot: slot, stamp: stamp)) }

  mutating func popReturned() -> Entry? { returned.popFirst() }

  /// Drops the entries for which `isCurrent` is false. The owner calls this when stale ones outnumber the others.
  mutating func compact(keeping isCurrent: (Entry) -> Bool) {
    returned = Deque(returned.filter(isCurrent))
  }

  /// The next address that the cursor has not passed yet; nil at the end. The caller skips those that were touched
  /// meanwhile.
  mutating func nextUntouched() -> IPv4Address? {
    while segment < untouched.count {
      let range = untouched[segment]
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

  /// Appends `[first, end)`, if it holds anything.
  private static func append(_ first: UInt64, _ end: UInt64, to ranges: inout [AddressRange]) {
    guard first < end,
      let range = AddressRange(
        first: IPv4Address(rawValue: UInt32(first)), last: IPv4Address(rawValue: UInt32(end - 1)))
    else { return }
    ranges.append(range)
  }

  private static func firstIndex(in addresses: [IPv4Address], notBelow address: IPv4Address) -> Int {
    var low = 0
    var high = addresses.count
    while low < high {
      let middle = (low + high) / 2
      if addresses[middle] < address { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
