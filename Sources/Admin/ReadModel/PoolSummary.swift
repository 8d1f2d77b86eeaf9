package import AddressPool

/// A line of `pool list`: how many of a pool's addresses are in each state. The six counts add up to `size`
/// (invariant I1).
package struct PoolSummary: Codable, Equatable, Sendable {
  package var pool: String
  package var size: Int
  package var free: Int
  package var offered: Int
  package var active: Int
  package var suspect: Int
  package var quarantined: Int
  package var reserved: Int

  /// A pool all of whose `size` addresses are free.
  package init(pool: String, size: Int) {
    self.pool = pool
    self.size = size
    free = size
    (offered, active, suspect, quarantined, reserved) = (0, 0, 0, 0, 0)
  }

  package subscript(state: LeaseState) -> Int {
    get {
      switch state {
      case .free: free
      case .offered: offered
      case .active: active
      case .suspect: suspect
      case .quarantined: quarantined
      case .reserved: reserved
      }
    }
    set {
      switch state {
      case .free: free = newValue
      case .offered: offered = newValue
      case .active: active = newValue
      case .suspect: suspect = newValue
      case .quarantined: quarantined = newValue
      case .reserved: reserved = newValue
      }
    }
  }

  /// Moves one address out of `free`.
  package mutating func count(_ state: LeaseState) {
    free -= 1
    self[state] += 1
  }
}
