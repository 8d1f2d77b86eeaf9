import NetworkAddress
import RADIUSCrypto
import RADIUSWire

/// The packets of the NASes, as their kinds make them.
extension World {
  mutating func accessPacket(_ number: Int32, identifier: UInt8) -> [UInt8] {
    let session = sessions[Int(number)]
    let nas = nases[Int(session.nas)]
    let authenticator = (random.next(), random.next())
    let isSigned = session.nas & 1 == 0
    let password = session.user == 1 ? hiddenPassword(authenticator) : []
    var bytes = RawPacket.make(code: .accessRequest, identifier: identifier) { packet in
      packet.authenticate(authenticator.0, authenticator.1)
      if isSigned { packet.appendMessageAuthenticator() }
      World.appendCommon(to: &packet, session, nas)
      if nas.traits.contains(.asksWithSessionID) { World.appendName(of: session, nas, to: &packet) }
      if session.user == 1 { packet.append(.userPassword, password) }
      if !nas.traits.contains(.noStation) {
        packet.append(.callingStationID, station: session.station, isRewritten: false)
      }
    }
    if isSigned { PacketSignature.sign(request: &bytes, secret: World.secret) }
    return bytes
  }

  private mutating func hiddenPassword(_ authenticator: (UInt64, UInt64)) -> [UInt8] {
    let password = Array((random.below(5) == 0 ? "wrong" : "secret1").utf8)
    let octets = withUnsafeBytes(of: authenticator) { Authenticator(loading: $0, at: 0) }
    do {
      return try UserPassword.hide(password, secret: World.secret, requestAuthenticator: octets)
    } catch {
      preconditionFailure("a password that does not fit: \(error)")
    }
  }

  mutating func accountingPacket(_ index: Int32, identifier: UInt8) -> [UInt8] {
    let event = events[Int(index)]
    let nas = nases[Int(event.nas)]
    let delay = (now - event.at) / 1000
    var bytes = RawPacket.make(code: .accountingRequest, identifier: identifier) { packet in
      packet.append(.acctStatusType, integer: event.kind.rawValue)
      if event.session >= 0 {
        appendSession(event, nas, to: &packet)
      } else {
        World.appendName(of: nas, to: &packet)
        packet.append(.acctSessionID, "boot", number: Int(event.at))
      }
      if delay > 0 || nas.traits.contains(.updatesDelay) { packet.append(.acctDelayTime, integer: UInt32(delay)) }
      if nas.traits.contains(.wrongClock) {
        packet.append(.eventTimestamp, integer: UInt32((World.epoch + event.at) / 1000 + 7200 * Int64(event.nas - 3)))
      }
    }
    let namesAddress = !nas.traits.contains(.noAddress) && tellsAddress(event, nas)
    events[Int(index)].isIdentifiable = event.session >= 0 && (namesAddress || !nas.traits.contains(.dropsClass))
    PacketSignature.sign(request: &bytes, secret: World.secret)
    eventByAuthenticator.set(World.authenticatorNumber(bytes), index)
    return bytes
  }

  private func tellsAddress(_ event: ReportedEvent, _ nas: SimulatedNAS) -> Bool {
    event.kind != .start || !nas.traits.contains(.startsWithoutAddress)
  }

  private func appendSession(_ event: ReportedEvent, _ nas: SimulatedNAS, to packet: inout RawPacket) {
    let session = sessions[Int(event.session)]
    World.appendCommon(to: &packet, session, nas)
    World.appendName(of: session, nas, to: &packet)
    if !nas.traits.contains(.dropsClass) {
      let start = Int(event.session) * ReplyReader.tokenLength
      packet.append(.classAttribute, tokens[start..<(start + ReplyReader.tokenLength)])
    }
    if !nas.traits.contains(.noAddress), tellsAddress(event, nas) {
      packet.append(.framedIPAddress, integer: session.address)
    }
    if !nas.traits.contains(.noStation) {
      packet.append(
        .callingStationID, station: session.station, isRewritten: nas.traits.contains(.rewritesStation))
    }
    if event.kind != .start {
      packet.append(.acctSessionTime, integer: event.sessionTime)
      packet.append(.acctInputOctets, integer: event.octets)
    }
  }

  /// What the world knows an accounting packet by: half of its Request Authenticator.
  static func authenticatorNumber(_ packet: [UInt8]) -> UInt64 {
    packet.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 4, as: UInt64.self) }
  }

  private static func appendCommon(to packet: inout RawPacket, _ session: SimulatedSession, _ nas: SimulatedNAS) {
    packet.append(.userName, "u", number: Int(session.user))
    appendName(of: nas, to: &packet)
    if session.port >= 0 { packet.append(.nasPort, integer: UInt32(session.port)) }
  }

  private static func appendName(of nas: SimulatedNAS, to packet: inout RawPacket) {
    if nas.traits.contains(.hasIdentifier) {
      packet.append(.nasIdentifier, "nas", number: Int(nas.index))
    } else {
      packet.append(.nasIPAddress, integer: nas.address)
    }
  }

  /// Acct-Session-Id. Where a NAS uses them again, another such NAS has the same.
  private static func appendName(of session: SimulatedSession, _ nas: SimulatedNAS, to packet: inout RawPacket) {
    if nas.traits.contains(.reusesSessionID) {
      packet.append(.acctSessionID, "", number: session.number, radix: 16)
    } else {
      packet.append(.acctSessionID, sessionPrefixes[Int(nas.index)], number: session.number)
    }
  }

  private static let sessionPrefixes: [StaticString] = ["n0-", "n1-", "n2-", "n3-", "n4-", "n5-", "n6-", "n7-"]

  /// The session's Acct-Session-Id as text.
  func name(of session: SimulatedSession) -> String {
    let nas = nases[Int(session.nas)]
    return nas.traits.contains(.reusesSessionID)
      ? String(session.number, radix: 16) : "\(World.sessionPrefixes[Int(nas.index)])\(session.number)"
  }

  func describe(_ request: PendingRequest) -> String {
    guard request.event >= 0 else {
      return "nas\(request.nas) sends Access-Request id \(request.identifier) for session \(request.session)"
    }
    let event = events[Int(request.event)]
    guard event.session >= 0 else { return "nas\(request.nas) sends Accounting-On id \(request.identifier)" }
    let address = IPv4Address(rawValue: sessions[Int(event.session)].address)
    return
      "nas\(request.nas) sends \(event.kind) id \(request.identifier) of session \(event.session) on \(address)"
  }
}
