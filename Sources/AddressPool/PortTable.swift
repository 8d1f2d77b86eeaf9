/// The live sessions of a NAS by NAS-Port: one on a port where the ports are unique. Eight octets a port, found without a
/// look at the sessions.
struct PortTable {
  /// The first slot on each port. Its hashes are ports that were multiplied by an odd number, which can be undone: equal
  /// hashes are equal ports.
  private var firsts = SlotIndex()
  /// The further slots on ports that are shared.
  private var others: [UInt32: [Int32]] = [:]

  private static func hash(_ port: UInt32) -> UInt32 { port &* 0x9e37_79b1 }

  static func entry(_ port: UInt32, _ slot: Int32) -> UInt64 { SlotIndex.entry(hash(port), slot) }

  /// Ports with at least one live session.
  var count: Int { firsts.count }

  var sessionCount: Int { others.values.reduce(firsts.count) { $0 + $1.count } }

  func first(at port: UInt32) -> Int32? { firsts.find(PortTable.hash(port)) { _ in true } }

  /// Makes room for so many ports at once.
  mutating func reserve(_ count: Int) { firsts.reserve(count) }

  /// Returns whether another slot has the port already.
  mutating func take(_ port: UInt32, slot: Int32) -> Bool {
    guard firsts.insertUnlessFound(PortTable.hash(port), slot) != nil else { return false }
    others[port, default: []].append(slot)
    return true
  }

  mutating func free(_ port: UInt32, slot: Int32) {
    guard let first = first(at: port) else { return }
    if first == slot {
      if let next = others[port]?.popLast() {
        firsts.replace(PortTable.hash(port), slot, with: next)
      } else {
        firsts.remove(PortTable.hash(port), slot)
      }
    } else if let position = others[port]?.lastIndex(of: slot), let last = others[port]?.popLast(), last != slot {
      others[port]?[position] = last
    }
    if others[port]?.isEmpty == true { others[port] = nil }
  }
}
