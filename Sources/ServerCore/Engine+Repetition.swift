import AddressPool
import NetworkAddress
import RADIUSWire

extension Engine {
  /// Whether an answer may be repeated. An Accept whose offer was taken back meanwhile, by an operator or because its NAS
  /// started anew, must not: its address may be another's by now. The request is then a new one.
  ///
  /// An Accept whose session has stopped may: its NAS had it, and passes the repetition over.
  func stands(_ reply: [UInt8]) -> Bool {
    guard reply.first == PacketCode.accessAccept.rawValue, let packet = try? Packet(decoding: reply),
      let number = packet.first(.framedIPAddress)?.integer,
      let id = packet.all(.classAttribute).lazy.compactMap({ self.token.verify($0.value) }).first
    else { return true }
    guard let lease = withTable({ $0.lease(at: IPv4Address(rawValue: number)) }), lease.id == id else { return false }
    return lease.state.isLive || lease.cause == .stopped
  }
}
