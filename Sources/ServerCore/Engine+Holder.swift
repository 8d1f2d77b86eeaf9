import AddressPool
import NetworkAddress
import RADIUSWire

extension Engine {
  /// What a packet says of the session that it is about.
  func holder(of context: RequestContext, isAccess: Bool) -> LeaseHolder {
    let packet = context.packet
    var holder = LeaseHolder(
      user: packet.first(.userName)?.text ?? "", client: context.client.name, nas: context.nas,
      session: packet.first(.acctSessionID)?.text ?? "", nasPort: packet.first(.nasPort)?.integer,
      nasPortID: packet.first(.nasPortID)?.text ?? "",
      callingStation: Engine.normalised(packet.first(.callingStationID)?.value ?? []))
    if let sent = packet.first(.callingStationID)?.text, sent != holder.callingStation {
      holder.callingStationSent = sent
    }
    if isAccess { holder.identity = Engine.identity(of: holder) }
    return holder
  }

  /// What makes a repeated Access-Request the same ask: NAS, User-Name and Acct-Session-Id where the NAS sends it, else
  /// those of NAS-Port-Id, NAS-Port and Calling-Station-Id that are present (docs/architecture.md, "Identity of an ask").
  static func identity(of holder: LeaseHolder) -> String {
    var identity = holder.nas + "\u{1f}" + holder.user
    if !holder.session.isEmpty { return identity + "\u{1f}s" + holder.session }
    if !holder.nasPortID.isEmpty { identity += "\u{1f}i" + holder.nasPortID }
    if let port = holder.nasPort { identity += "\u{1f}p\(port)" }
    if !holder.callingStation.isEmpty { identity += "\u{1f}c" + holder.callingStation }
    return identity
  }

  /// Calling-Station-Id as it is compared: devices write one MAC in several ways, so letters are lowered and
  /// separators left out. A value of separators alone stays as it is.
  static func normalised(_ value: ArraySlice<UInt8>) -> String {
    var kept: [UInt8] = []
    kept.reserveCapacity(value.count)
    for octet in value {
      switch octet {
      case 0x30...0x39, 0x61...0x7a, 0x80...: kept.append(octet)
      case 0x41...0x5a: kept.append(octet | 0x20)
      default: break
      }
    }
    return String(decoding: kept.isEmpty ? Array(value) : kept, as: UTF8.self)
  }

  /// How the ledger names a packet.
  func describe(_ context: RequestContext, _ what: String) -> String {
    "\(what) id \(context.packet.identifier) from \(context.source)"
  }
}
