import NetworkAddress

extension LeaseTable {
  /// I7: no guess from silence. A NAS that has two live sessions on one port has no unique ports, however many others
  /// it has shown; and what made an ask known is still there.
  func auditIdentities(_ report: (String, IPv4Address?, String) -> Void) {
    var holders: [String: [UInt32: IPv4Address]] = [:]
    for slot in slots where slot.lease.state.isLive {
      let lease = slot.lease
      guard let holder = lease.holder else { continue }
      if let parts = holder.ask, holder.nas.isEmpty || parts.contains(.session) && !holder.hasSession {
        report("I7", lease.address, "what made its ask known is not there")
      }
      guard lease.state != .offered, let port = holder.nasPort else { continue }
      guard let other = holders[holder.nas, default: [:]].updateValue(lease.address, forKey: port) else { continue }
      if nases[holder.nas]?.hasProvenPorts ?? false {
        report("I7", lease.address, "shares port \(port) of \(holder.nas) with \(other), and its ports count as unique")
      }
    }
  }
}
