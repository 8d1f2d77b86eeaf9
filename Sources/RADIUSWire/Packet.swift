/// A RADIUS packet whose lengths have been proven (RFC 2865 §3). Nothing else about it has: see RADIUSCrypto.
///
/// ```swift
/// let packet = try Packet(decoding: datagram)
/// if let name = packet.first(.userName) { print(name.text) }
/// ```
package struct Packet: Equatable, Sendable {
  /// The whole packet, exactly Length octets.
  package let bytes: [UInt8]

  /// Reads a datagram. Octets past Length are padding and are dropped.
  /// - Throws: ``PacketError`` for anything that is no well-formed packet.
  package init(decoding datagram: [UInt8]) throws(PacketError) {
    let length = try Packet.validate(datagram.span)
    bytes = length == datagram.count ? datagram : Array(datagram[..<length])
  }

  /// Reads a datagram out of a buffer. Nothing is copied or allocated unless the packet is well formed.
  /// - Throws: ``PacketError`` for anything that is no well-formed packet.
  package init(decoding datagram: UnsafeRawBufferPointer) throws(PacketError) {
    let octets = datagram.bindMemory(to: UInt8.self)
    let length = try Packet.validate(octets.span)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length)
    bytes.append(contentsOf: datagram[..<length])
    self.bytes = bytes
  }

  package var code: PacketCode { PacketCode(rawValue: bytes[0]) }
  package var identifier: UInt8 { bytes[1] }
  package var length: Int { bytes.count }
  package var authenticator: Authenticator {
    bytes.withUnsafeBytes { Authenticator(loading: $0, at: 4) }
  }

  /// All attributes in order.
  package var attributes: AttributeSequence { AttributeSequence(bytes: bytes) }

  /// The first attribute of `type`.
  package func first(_ type: AttributeType) -> Attribute? {
    guard let offset = offset(of: type, from: WireLimits.packetLengthMin) else { return nil }
    return Attribute(validated: bytes, at: offset)
  }

  /// All attributes of `type`, in order.
  package func all(_ type: AttributeType) -> [Attribute] {
    var found: [Attribute] = []
    var next = offset(of: type, from: WireLimits.packetLengthMin)
    while let offset = next {
      found.append(Attribute(validated: bytes, at: offset))
      next = self.offset(of: type, from: offset + Int(bytes[offset + 1]))
    }
    return found
  }

  /// The values of all attributes of `type`, joined in order: EAP-Message and other `concat` attributes
  /// (RFC 3579 §3.1). Empty when there is none.
  package func concatenated(_ type: AttributeType) -> [UInt8] {
    var joined: [UInt8] = []
    for attribute in all(type) { joined.append(contentsOf: attribute.value) }
    return joined
  }

  /// Where the first attribute of `type` at or after `start` begins. `start` must be an attribute's offset or the end.
  package func offset(of type: AttributeType, from start: Int = WireLimits.packetLengthMin) -> Int? {
    let octets = bytes.span
    var offset = start
    while offset < octets.count {
      if octets[offset] == type.rawValue { return offset }
      offset += Int(octets[offset + 1])
    }
    return nil
  }

  /// A reply to this request: its Identifier, and its authenticator until the reply is signed (RFC 2865 §3).
  package func response(_ code: PacketCode) -> PacketBuilder {
    PacketBuilder(code: code, identifier: identifier, authenticator: authenticator)
  }
}
