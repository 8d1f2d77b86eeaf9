import AddressPool
import NetworkAddress
import RADIUSWire
import Timebase

/// Requests that were seen, and their answers (RFC 5080 §2.2.2): the same source, socket and Identifier with the same
/// authenticator is the same request. A ring of a fixed number of entries: the oldest goes first.
struct DuplicateCache {
  struct Key: Equatable {
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
    /// Nil: the request came to nothing.
    var key: Key?
    var authenticator: Authenticator
    var arrived: Moment
    var stamp: UInt64
    var reply: [UInt8]?
    var isDone: Bool
  }

  private let capacity: Int
  private let lifetime: Int64
  /// Differs from process to process, so that nobody can choose endpoints that fall together.
  private let seed: UInt64
  private var places = SlotIndex()
  private var entries: [Entry] = []
  private var next = 0
  private var stamp: UInt64 = 0

  init(capacity: Int, lifetime: Int64) {
    self.capacity = max(1, capacity)
    self.lifetime = lifetime
    seed = UInt64(bitPattern: Int64(Hasher().finalize())) | 1
  }

  var count: Int { places.count }

  private func hash(_ key: Key) -> UInt32 {
    let address: UInt64 =
      switch key.endpoint.address {
      case .v4(let address): UInt64(address.rawValue)
      case .v6(let address):
        UInt64(truncatingIfNeeded: address.rawValue >> 64) &* 0x9e37_79b9_7f4a_7c15
          ^ UInt64(truncatingIfNeeded: address.rawValue)
      }
    let rest = UInt64(key.endpoint.port) << 32 | UInt64(key.identifier) << 16 | UInt64(truncatingIfNeeded: key.socket)
    let product = (address ^ seed).multipliedFullWidth(by: (rest &* 0xd6e8_feb8_6659_fd93) ^ seed)
    return UInt32(truncatingIfNeeded: (product.high ^ product.low) >> 16)
  }

  private func place(of key: Key, _ hash: UInt32) -> Int32? { places.find(hash) { entries[Int($0)].key == key } }

  func find(_ key: Key, _ authenticator: Authenticator, now: Moment) -> Finding {
    guard let place = place(of: key, hash(key)), entries[Int(place)].authenticator == authenticator else { return .new }
    if !entries[Int(place)].isDone { return .inProgress }
    guard let reply = entries[Int(place)].reply, entries[Int(place)].arrived.milliseconds(to: now) <= lifetime else {
      return .new
    }
    return .answered(reply)
  }

  mutating func begin(_ key: Key, _ authenticator: Authenticator, now: Moment) -> Handle {
    stamp += 1
    let entry = Entry(key: key, authenticator: authenticator, arrived: now, stamp: stamp, reply: nil, isDone: false)
    let hash = hash(key)
    if let place = place(of: key, hash) {
      entries[Int(place)] = entry
      return Handle(position: Int(place), stamp: stamp)
    }
    let position = next
    if entries.count < capacity {
      entries.append(entry)
    } else {
      if let old = entries[position].key { places.remove(self.hash(old), Int32(position)) }
      entries[position] = entry
    }
    places.insert(hash, Int32(position))
    next = (position + 1) % capacity
    return Handle(position: position, stamp: stamp)
  }

  /// From now on a repetition gets `reply`.
  mutating func answer(_ handle: Handle, _ reply: [UInt8]) {
    guard entries[handle.position].stamp == handle.stamp else { return }
    entries[handle.position].reply = reply
    entries[handle.position].isDone = true
  }

  /// The request came to nothing: a repetition is a new request.
  mutating func forget(_ handle: Handle) {
    guard entries[handle.position].stamp == handle.stamp, let key = entries[handle.position].key else { return }
    places.remove(hash(key), Int32(handle.position))
    entries[handle.position].key = nil
    entries[handle.position].reply = nil
  }
}
