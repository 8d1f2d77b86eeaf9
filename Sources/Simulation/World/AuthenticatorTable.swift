/// Which event each accounting packet reports, by half of its Request Authenticator: a number that is as good as drawn.
struct AuthenticatorTable {
  /// 0: empty.
  private var keys = [UInt64](repeating: 0, count: 1024)
  private var events = [Int32](repeating: -1, count: 1024)
  private var count = 0

  subscript(authenticator: UInt64) -> Int32? {
    let place = place(of: authenticator | 1)
    return keys[place] == 0 ? nil : events[place]
  }

  mutating func set(_ authenticator: UInt64, _ event: Int32) {
    if 2 * (count + 1) > keys.count { grow() }
    let place = place(of: authenticator | 1)
    if keys[place] == 0 { count += 1 }
    keys[place] = authenticator | 1
    events[place] = event
  }

  /// Where the key is, or would be.
  private func place(of key: UInt64) -> Int {
    var place = Int(truncatingIfNeeded: key >> 1) & (keys.count - 1)
    while keys[place] != 0, keys[place] != key { place = (place + 1) & (keys.count - 1) }
    return place
  }

  private mutating func grow() {
    let old = (keys, events)
    keys = [UInt64](repeating: 0, count: 2 * old.0.count)
    events = [Int32](repeating: -1, count: keys.count)
    for (key, event) in zip(old.0, old.1) where key != 0 {
      let place = place(of: key)
      keys[place] = key
      events[place] = event
    }
  }
}
