import DequeModule

/// Sessions that are over and whose address another holds by now, the newest `capacity` of them.
struct PastSessions {
  private let capacity: Int
  private var leases: [SessionKey: LeaseID] = [:]
  private var order = Deque<SessionKey>()

  init(capacity: Int) { self.capacity = capacity }

  func leaseID(of key: SessionKey) -> LeaseID? { leases[key] }

  mutating func insert(_ key: SessionKey, lease: LeaseID) {
    if leases.updateValue(lease, forKey: key) == nil { order.append(key) }
    while order.count > capacity { leases[order.removeFirst()] = nil }
  }
}
