package import NetworkAddress

/// Leases on their way from a store into a ``LeaseTable``: one to an address, in the order of addresses.
///
/// Each stands in the slot that the table will have, beside the hashes that it will be found by. They are made when it is
/// appended, while its texts are at hand: later each of a million texts would be a walk to memory.
package struct LeaseList: Sendable {
  private(set) var slots: [LeaseSlot] = []
  private(set) var keys: [LeaseKeys] = []

  package init() {}

  package init(_ leases: some Sequence<Lease>) {
    reserve(leases.underestimatedCount)
    for lease in leases { append(lease) }
  }

  /// Makes room in an empty list; none of it is touched yet.
  package mutating func reserve(_ count: Int) {
    slots = HugePages.array(room: count)
    keys.reserveCapacity(count)
  }

  package mutating func append(_ lease: consuming Lease) {
    keys.append(LeaseKeys(copy lease))
    slots.append(LeaseSlot(lease: lease, pool: -1))
  }

  /// Takes over what was appended to another list.
  package mutating func append(contentsOf other: LeaseList) {
    slots.append(contentsOf: other.slots)
    keys.append(contentsOf: other.keys)
  }

  /// How many live.
  package var liveCount: Int {
    var count = 0
    for index in slots.indices where slots[index].lease.state.isLive { count += 1 }
    return count
  }

  /// Where an address stands.
  package func index(of address: IPv4Address) -> Int? {
    let index = index(notBelow: address)
    return index < slots.count && slots[index].lease.address == address ? index : nil
  }

  private func index(notBelow address: IPv4Address) -> Int {
    var low = 0
    var high = slots.count
    while low < high {
      let middle = (low + high) / 2
      if slots[middle].lease.address < address { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Puts leases into the list, in the order of addresses: in the place of what it has of an address, or between the others.
  package mutating func merge(_ leases: some Sequence<Lease>) {
    var added: [Lease] = []
    for lease in leases {
      if let place = index(of: lease.address) { self[place] = lease } else { added.append(lease) }
    }
    var read = count - 1
    for lease in added { append(lease) }
    // From the end on, each moves up by as many as are still to come before it.
    var write = count - 1
    for lease in added.reversed() {
      while read >= 0, slots[read].lease.address > lease.address {
        slots.swapAt(read, write)
        keys.swapAt(read, write)
        read -= 1
        write -= 1
      }
      self[write] = lease
      write -= 1
    }
  }

  /// Hands the slots over, in the order in which a table takes them up, and leaves the list empty.
  ///
  /// Those that live are last, then by number: where a NAS used an Acct-Session-Id twice, it leads to the session that lives,
  /// else to the later one.
  mutating func takeArranged() -> (slots: [LeaseSlot], keys: [LeaseKeys]) {
    if !isArranged { arrange() }
    var taken: (slots: [LeaseSlot], keys: [LeaseKeys]) = ([], [])
    swap(&taken.slots, &slots)
    swap(&taken.keys, &keys)
    return taken
  }

  private func rank(_ index: Int) -> UInt64 {
    (slots[index].lease.state.isLive ? 1 << 63 : 0) | slots[index].lease.id.rawValue
  }

  /// As where addresses were given out in their order, the last one last.
  private var isArranged: Bool {
    var last: UInt64 = 0
    for index in slots.indices {
      let rank = rank(index)
      if rank < last { return false }
      last = rank
    }
    return true
  }

  private mutating func arrange() {
    var order: [(rank: UInt64, place: UInt32)] = []
    order.reserveCapacity(count)
    for index in slots.indices { order.append((rank(index), UInt32(index))) }
    // What has no number stays in the order of addresses.
    order.sort { $0.rank != $1.rank ? $0.rank < $1.rank : $0.place < $1.place }
    var sources = order.map(\.place)
    slots.withUnsafeMutableBufferPointer { LeaseList.permute($0, from: &sources) }
    keys = order.map { keys[Int($0.place)] }
  }

  /// Moves what stands at `sources[n]` to `n`, within the memory that there is. Leaves `sources` in order.
  private static func permute(_ slots: UnsafeMutableBufferPointer<LeaseSlot>, from sources: inout [UInt32]) {
    guard let memory = slots.baseAddress else { return }
    for first in sources.indices where sources[first] != first {
      let held = (memory + first).move()
      var hole = first
      while true {
        let source = Int(sources[hole])
        sources[hole] = UInt32(hole)
        if source == first { break }
        (memory + hole).moveInitialize(from: memory + source, count: 1)
        hole = source
      }
      (memory + hole).initialize(to: held)
    }
  }
}

extension LeaseList: RandomAccessCollection, Equatable {
  package var startIndex: Int { 0 }
  package var endIndex: Int { slots.count }

  package subscript(index: Int) -> Lease {
    get { slots[index].lease }
    set {
      slots[index] = LeaseSlot(lease: newValue, pool: -1)
      keys[index] = LeaseKeys(newValue)
    }
  }

  package static func == (left: LeaseList, right: LeaseList) -> Bool { left.elementsEqual(right) }
}

extension LeaseList: ExpressibleByArrayLiteral {
  package init(arrayLiteral leases: Lease...) { self.init(leases) }
}

/// What the indexes of a ``LeaseTable`` find a lease by, hashed.
struct LeaseKeys: Sendable {
  var user: UInt32 = 0
  var session: UInt32 = 0
  var ask: UInt32 = 0
  var nasPort: UInt32 = 0
  var hasSession = false
  var isAsk = false
  var hasPort = false

  init(_ lease: Lease) {
    guard let holder = lease.holder else { return }
    if lease.state.isLive {
      user = holder.userHash
      if let port = holder.nasPort { (nasPort, hasPort) = (port, true) }
    }
    if holder.hasSession {
      hasSession = true
      session = holder.sessionHash
    }
    if holder.ask != nil {
      isAsk = true
      ask = holder.askHash
    }
  }
}
