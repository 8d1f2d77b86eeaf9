import NetworkAddress

/// Finds places in a list, such as slots, by a key that stands in the list itself, so that the index holds no keys: eight octets an entry, in
/// a table that is filled to between 7/12 and 7/8.
///
/// Open addressing with linear probing. Each entry has 32 bits of its key's hash, so that growth and removal read no
/// slot, and a search reads hardly any but the right one.
package struct SlotIndex: Sendable {
  /// `hash << 32 | slot + 1`; 0: empty.
  private var entries: [UInt64] = []
  package private(set) var count = 0

  package init() {}

  private static let capacityMin = 16

  static func entry(_ hash: UInt32, _ slot: Int32) -> UInt64 {
    UInt64(hash) << 32 | UInt64(UInt32(bitPattern: slot) &+ 1)
  }

  private static func hash(of entry: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: entry >> 32) }

  static func slot(of entry: UInt64) -> Int32 {
    Int32(bitPattern: UInt32(truncatingIfNeeded: entry) &- 1)
  }

  /// The whole range of hashes is spread over the table, whatever its size.
  private func home(_ hash: UInt32) -> Int { Int((UInt64(hash) * UInt64(entries.count)) >> 32) }

  private func next(_ place: Int) -> Int { place + 1 == entries.count ? 0 : place + 1 }

  /// The slot whose key has this hash and is the one that `matches` knows.
  package func find(_ hash: UInt32, where matches: (Int32) -> Bool) -> Int32? {
    guard count > 0 else { return nil }
    var place = home(hash)
    while entries[place] != 0 {
      let entry = entries[place]
      if SlotIndex.hash(of: entry) == hash, matches(SlotIndex.slot(of: entry)) { return SlotIndex.slot(of: entry) }
      place = next(place)
    }
    return nil
  }

  /// Adds a slot whose key is not in the index.
  package mutating func insert(_ hash: UInt32, _ slot: Int32) {
    if (count + 1) * 8 > entries.count * 7 { grow() }
    place(SlotIndex.entry(hash, slot))
    count += 1
  }

  /// Lets a key lead to `slot`, whether it is in the index or not; `matches` knows the slot that it leads to now.
  package mutating func put(_ hash: UInt32, _ slot: Int32, where matches: (Int32) -> Bool) {
    if (count + 1) * 8 > entries.count * 7 { grow() }
    var place = home(hash)
    while entries[place] != 0 {
      let entry = entries[place]
      if SlotIndex.hash(of: entry) == hash, matches(SlotIndex.slot(of: entry)) {
        entries[place] = SlotIndex.entry(hash, slot)
        return
      }
      place = next(place)
    }
    entries[place] = SlotIndex.entry(hash, slot)
    count += 1
  }

  /// Adds a slot unless its hash, which is as much as its key, is there. Returns the slot that has it already.
  mutating func insertUnlessFound(_ hash: UInt32, _ slot: Int32) -> Int32? {
    if (count + 1) * 8 > entries.count * 7 { grow() }
    var place = home(hash)
    while entries[place] != 0 {
      if SlotIndex.hash(of: entries[place]) == hash { return SlotIndex.slot(of: entries[place]) }
      place = next(place)
    }
    entries[place] = SlotIndex.entry(hash, slot)
    count += 1
    return nil
  }

  /// Fills an empty index with slots from 0 on, as if each were put in its turn: `hash` is nil for one that has no key,
  /// `isSame` says whether two have the same.
  @inline(__always)
  mutating func fill(slots room: Int, hash: (Int) -> UInt32?, isSame: (Int32, Int32) -> Bool) {
    let entries = SlotIndex.entries(slots: room, hash: hash)
    reserve(entries.count)
    for entry in entries {
      let slot = SlotIndex.slot(of: entry)
      put(SlotIndex.hash(of: entry), slot) { isSame($0, slot) }
    }
  }

  /// What ``fill(slots:hash:isSame:)`` puts, in its order.
  @inline(__always)
  private static func entries(slots room: Int, hash: (Int) -> UInt32?) -> [UInt64] {
    var entries: [UInt64] = []
    entries.reserveCapacity(room)
    for slot in 0..<room { if let hash = hash(slot) { entries.append(entry(hash, Int32(slot))) } }
    return sorted(entries)
  }

  /// Many entries are sorted, roughly, by where they belong: then what is written next to each other is written one after
  /// the other, and not each into memory that is far away. Those with the same hash stay in their order.
  static func sorted(_ entries: [UInt64]) -> [UInt64] {
    guard entries.count >= sortedMin else { return entries }
    var ends = [Int](repeating: 0, count: regions)
    for entry in entries { ends[region(entry)] += 1 }
    var total = 0
    for region in ends.indices { (ends[region], total) = (total, total + ends[region]) }
    return [UInt64](unsafeUninitializedCapacity: total) { memory, initialized in
      for entry in entries {
        let region = region(entry)
        memory.initializeElement(at: ends[region], to: entry)
        ends[region] += 1
      }
      initialized = total
    }
  }

  /// Below so many an index fits into the cache anyway.
  private static let sortedMin = 16_384
  /// Parts of the range of hashes: few enough that the end of each stays in the processor's cache.
  private static let regions = 2_048
  private static func region(_ entry: UInt64) -> Int { Int(entry >> 53) }

  private mutating func place(_ entry: UInt64) {
    var place = home(SlotIndex.hash(of: entry))
    while entries[place] != 0 { place = next(place) }
    entries[place] = entry
  }

  private mutating func grow() { grow(to: max(SlotIndex.capacityMin, entries.count + entries.count / 2)) }

  private mutating func grow(to capacity: Int) {
    let old = entries
    entries = HugePages.zeros(capacity)
    for entry in old where entry != 0 { place(entry) }
  }

  /// Makes room for `count` slots at once.
  mutating func reserve(_ count: Int) {
    let capacity = count * 8 / 7 + 1
    if capacity > entries.count { grow(to: capacity) }
  }

  /// Lets a key lead to another slot; it leads to `old` now.
  package mutating func replace(_ hash: UInt32, _ old: Int32, with slot: Int32) {
    guard let place = place(of: SlotIndex.entry(hash, old)) else { return }
    entries[place] = SlotIndex.entry(hash, slot)
  }

  /// Takes a slot out. Returns whether it was there under this hash.
  @discardableResult
  package mutating func remove(_ hash: UInt32, _ slot: Int32) -> Bool {
    guard var hole = place(of: SlotIndex.entry(hash, slot)) else { return false }
    count -= 1
    // What follows moves up, unless that would put it before its home.
    var place = next(hole)
    while entries[place] != 0 {
      let home = home(SlotIndex.hash(of: entries[place]))
      if distance(from: home, to: place) >= distance(from: hole, to: place) {
        entries[hole] = entries[place]
        hole = place
      }
      place = next(place)
    }
    entries[hole] = 0
    return true
  }

  /// All slots, in no order.
  var slots: [Int32] { entries.lazy.filter { $0 != 0 }.map { SlotIndex.slot(of: $0) } }

  func contains(_ hash: UInt32, _ slot: Int32) -> Bool { place(of: SlotIndex.entry(hash, slot)) != nil }

  private func place(of entry: UInt64) -> Int? {
    guard count > 0 else { return nil }
    var place = home(SlotIndex.hash(of: entry))
    while entries[place] != 0 {
      if entries[place] == entry { return place }
      place = next(place)
    }
    return nil
  }

  private func distance(from: Int, to place: Int) -> Int { place >= from ? place - from : place + entries.count - from }
}

/// Numbers that come in a row are spread over the whole range.
extension SlotIndex {
  static func hash(_ address: IPv4Address) -> UInt32 { address.rawValue &* 0x9e37_79b1 }

  static func hash(_ id: LeaseID) -> UInt32 {
    UInt32(truncatingIfNeeded: (id.rawValue &* 0x9e37_79b9_7f4a_7c15) >> 32)
  }
}
