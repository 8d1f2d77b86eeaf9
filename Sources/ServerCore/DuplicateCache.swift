import NetworkAddress
import RADIUSWire
import Timebase

/// Requests that were seen, and their answers (RFC 5080 §2.2.2): the same source, socket and Identifier with the same
/// authenticator is the same request. A ring of a fixed number of entries: the oldest goes first.
struct DuplicateCache {
  struct Key: Hashable {
    var endpoint: Endpoint
    var identifier: UInt8
    var socket: Int
  }

  enum Finding {
    case new
    case inProgress
    case answered([UInt8])
  }

  /// Names an entry; stale once the ring has gone round.
  struct Handle {
    fileprivate var position: Int
    fileprivate var stamp: UInt64
  }

  private struct Entry {
    var key: Key
    var authenticator: Authenticator
    var arrived: Moment
    var stamp: UInt64
    var reply: [UInt8]?
    var isDone: Bool
  }

  private let capacity: Int
  private let lifetime: Int64
  private var positions: [Key: Int] = [:]
  private var entries: [Entry?] = []
  private var next = 0
  private var stamp: UInt64 = 0

  init(capacity: Int, lifetime: Int64) {
    self.capacity = max(1, capacity)
    self.lifetime = lifetime
  }

  var count: Int { positions.count }

  func find(_ key: Key, _ authenticator: Authenticator, now: Moment) -> Finding {
    guard let position = positions[key], let entry = entries[position], entry.authenticator == authenticator else {
      return .new
    }
    if !entry.isDone { return .inProgress }
    guard let reply = entry.reply, entry.arrived.milliseconds(to: now) <= lifetime else { return .new }
    return .answered(reply)
  }

  mutating func begin(_ key: Key, _ authenticator: Authenticator, now: Moment) -> Handle {
    stamp += 1
    let entry = Entry(key: key, authenticator: authenticator, arrived: now, stamp: stamp, reply: nil, isDone: false)
    if let position = positions[key] {
      entries[position] = entry
      return Handle(position: position, stamp: stamp)
    }
    let position = next
    if entries.count < capacity {
      entries.append(entry)
    } else {
      if let old = entries[position] { positions[old.key] = nil }
      entries[position] = entry
    }
    positions[key] = position
    next = (position + 1) % capacity
    return Handle(position: position, stamp: stamp)
  }

  /// From now on a repetition gets `reply`.
  mutating func answer(_ handle: Handle, _ reply: [UInt8]) {
    guard entries[handle.position]?.stamp == handle.stamp else { return }
    entries[handle.position]?.reply = reply
    entries[handle.position]?.isDone = true
  }

  /// The request came to nothing: a repetition is a new request.
  mutating func forget(_ handle: Handle) {
    guard let entry = entries[handle.position], entry.stamp == handle.stamp else { return }
    positions[entry.key] = nil
    entries[handle.position] = nil
  }
}
