import AddressPool
import NetworkAddress
import RADIUSWire

extension Engine {
  /// What a packet says of the session that it is about.
  func holder(of context: RequestContext, isAccess: Bool) -> LeaseHolder {
    let packet = context.packet
    let (user, session) = (packet.value(.userName), packet.value(.acctSessionID))
    let (nasPortID, callingStation) = (packet.value(.nasPortID), packet.value(.callingStationID))
    var holder = LeaseHolder(
      origin: context.origin, user: user.span, session: session.span, nasPort: packet.first(.nasPort)?.integer,
      nasPortID: nasPortID.span, callingStation: callingStation.span)
    if isAccess { holder.markAsAsk() }
    return holder
  }

  /// How the ledger names a packet.
  func describe(_ context: RequestContext, _ what: String) -> String {
    "\(what) id \(context.packet.identifier) from \(context.source)"
  }
}

extension Packet {
  /// The value of the first attribute of `type`; empty where there is none.
  fileprivate func value(_ type: AttributeType) -> ArraySlice<UInt8> { first(type)?.value ?? [] }
}
