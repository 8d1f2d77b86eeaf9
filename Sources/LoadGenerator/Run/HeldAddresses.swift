internal import NetworkAddress

/// Which session holds which address, as a NAS sees it: from the Accept until its Stop leaves. Two at once are the
/// fault that an address pool must not have.
struct HeldAddresses {
  private var holders: [UInt32: Int32] = [:]
  private(set) var doubles = 0
  /// The first addresses that two sessions held.
  private(set) var examples: [IPv4Address] = []
  private static let examplesMax = 5

  var count: Int { holders.count }

  mutating func take(_ address: UInt32, by session: Int32) {
    guard let holder = holders.updateValue(session, forKey: address), holder != session else { return }
    doubles += 1
    let text = IPv4Address(rawValue: address)
    if examples.count < HeldAddresses.examplesMax, !examples.contains(text) { examples.append(text) }
  }

  mutating func leave(_ address: UInt32, by session: Int32) {
    if holders[address] == session { holders[address] = nil }
  }
}
