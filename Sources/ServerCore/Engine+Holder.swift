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

  /// The Identifiers as text.
  private static let identifiers = (0...255).map(String.init)

  /// How the ledger names a packet, such as `Accounting-Request Start id 7 from 192.0.2.1:40000`.
  func describe(_ context: RequestContext, _ what: String) -> String {
    let identifier = Engine.identifiers[Int(context.packet.identifier)]
    let length = what.utf8.count + identifier.utf8.count + context.sourceText.utf8.count + 10
    return String(unsafeUninitializedCapacity: length) { buffer in
      var place = 0
      for var part in [what, " id ", identifier, " from ", context.sourceText] {
        part.withUTF8 { octets in
          _ = UnsafeMutableBufferPointer(rebasing: buffer[place...]).update(fromContentsOf: octets)
          place += octets.count
        }
      }
      return place
    }
  }
}

extension Packet {
  /// The value of the first attribute of `type`; empty where there is none.
  fileprivate func value(_ type: AttributeType) -> ArraySlice<UInt8> { first(type)?.value ?? [] }
}
