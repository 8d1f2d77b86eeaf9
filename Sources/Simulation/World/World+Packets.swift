import NetworkAddress
import RADIUSCrypto
import RADIUSWire

/// The packets of the NASes, as their kinds make them.
extension World {
  func accessPacket(_ number: Int32, identifier: UInt8) -> [UInt8] {
    let session = sessions[Int(number)]
    let nas = nases[Int(session.nas)]
    var octets = InlineArray<16, UInt8>(repeating: 0)
    for half in 0..<2 {
      let drawn = random.next()
      for place in 0..<8 { octets[half * 8 + place] = UInt8(truncatingIfNeeded: drawn >> UInt64(8 * place)) }
    }
    let authenticator = Authenticator(octets)
    var packet = PacketBuilder(code: .accessRequest, identifier: identifier, authenticator: authenticator)
    do {
      if session.nas & 1 == 0 { try packet.appendMessageAuthenticator() }
      try appendCommon(to: &packet, session, nas)
      if nas.traits.contains(.asksWithSessionID) { try packet.append(.acctSessionID, session.name) }
      if session.user == 1 {
        let password = Array((random.below(5) == 0 ? "wrong" : "secret1").utf8)
        try packet.append(
          .userPassword,
          try UserPassword.hide(password, secret: World.secret, requestAuthenticator: authenticator))
      }
      if !nas.traits.contains(.noStation) {
        try packet.append(.callingStationID, World.station(session.station, isRewritten: false))
      }
    } catch {
      preconditionFailure("an Access-Request that does not fit: \(error)")
    }
    var bytes = packet.finish()
    if session.nas & 1 == 0 { PacketSignature.sign(request: &bytes, secret: World.secret) }
    return bytes
  }

  func accountingPacket(_ index: Int32, identifier: UInt8) -> [UInt8] {
    let event = events[Int(index)]
    let nas = nases[Int(event.nas)]
    var packet = PacketBuilder(code: .accountingRequest, identifier: identifier)
    var isIdentifiable = false
    do {
      try packet.append(.acctStatusType, integer: event.kind.rawValue)
      if event.session >= 0 {
        let session = sessions[Int(event.session)]
        try appendCommon(to: &packet, session, nas)
        try packet.append(.acctSessionID, session.name)
        if !nas.traits.contains(.dropsClass) {
          try packet.append(.classAttribute, session.token)
          isIdentifiable = true
        }
        let isKnown = event.kind != .start || !nas.traits.contains(.startsWithoutAddress)
        if isKnown, !nas.traits.contains(.noAddress) {
          try packet.append(.framedIPAddress, integer: session.address)
          isIdentifiable = true
        }
        if !nas.traits.contains(.noStation) {
          try packet.append(
            .callingStationID,
            World.station(session.station, isRewritten: nas.traits.contains(.rewritesStation)))
        }
        if event.kind != .start {
          try packet.append(.acctSessionTime, integer: event.sessionTime)
          try packet.append(.acctInputOctets, integer: event.octets)
        }
      } else {
        try appendName(to: &packet, nas)
        try packet.append(.acctSessionID, Array("boot\(event.at)".utf8))
      }
      let delay = (now - event.at) / 1000
      if delay > 0 || nas.traits.contains(.updatesDelay) { try packet.append(.acctDelayTime, integer: UInt32(delay)) }
      if nas.traits.contains(.wrongClock) {
        try packet.append(
          .eventTimestamp, integer: UInt32((World.epoch + event.at) / 1000 + 7200 * Int64(event.nas - 3)))
      }
    } catch {
      preconditionFailure("an Accounting-Request that does not fit: \(error)")
    }
    events[Int(index)].isIdentifiable = isIdentifiable
    var bytes = packet.finish()
    PacketSignature.sign(request: &bytes, secret: World.secret)
    eventByAuthenticator[World.authenticatorNumber(bytes)] = index
    return bytes
  }

  /// What the world knows an accounting packet by: half of its Request Authenticator.
  static func authenticatorNumber(_ packet: [UInt8]) -> UInt64 {
    packet.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 4, as: UInt64.self) }
  }

  private func appendCommon(
    to packet: inout PacketBuilder, _ session: SimulatedSession, _ nas: SimulatedNAS
  ) throws(EncodingError) {
    try packet.append(.userName, World.userName(session.user))
    try appendName(to: &packet, nas)
    if let port = session.port { try packet.append(.nasPort, integer: port) }
  }

  private func appendName(to packet: inout PacketBuilder, _ nas: SimulatedNAS) throws(EncodingError) {
    if nas.traits.contains(.hasIdentifier) {
      try packet.append(.nasIdentifier, nas.name)
    } else {
      try packet.append(.nasIPAddress, integer: nas.address)
    }
  }

  static func userName(_ user: Int32) -> [UInt8] {
    var name: [UInt8] = [0x75]
    var divisor: Int32 = 1
    while user / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      name.append(0x30 + UInt8(user / divisor % 10))
      divisor /= 10
    }
    return name
  }

  /// A MAC, with hyphens and capitals, or as the same device writes it in accounting.
  static func station(_ number: Int32, isRewritten: Bool) -> [UInt8] {
    var text: [UInt8] = []
    for octet in 0..<6 {
      if octet > 0, !isRewritten { text.append(0x2d) }
      let value = octet == 0 ? 0x02 : octet < 2 ? 0xab : Int(number) >> (8 * (5 - octet)) & 255
      for nibble in [value >> 4, value & 15] {
        text.append(UInt8(nibble < 10 ? 0x30 + nibble : (isRewritten ? 0x61 : 0x41) + nibble - 10))
      }
    }
    return text
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
