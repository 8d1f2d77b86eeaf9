/// Makes a packet of at most 4,096 octets. A call that throws leaves the packet as it was.
///
/// ```swift
/// var reply = request.response(.accessAccept)
/// try reply.appendMessageAuthenticator()
/// try reply.append(.framedIPAddress, integer: address.rawValue)
/// var bytes = reply.finish()
/// ```
package struct PacketBuilder: Sendable {
  private var bytes: [UInt8]
  /// Attributes appended so far.
  package private(set) var attributeCount = 0

  /// `capacity` octets are allocated at once; the packet grows past them when it must.
  package init(code: PacketCode, identifier: UInt8, authenticator: Authenticator = .zero, capacity: Int = 256) {
    bytes = []
    bytes.reserveCapacity(max(capacity, WireLimits.packetLengthMin))
    bytes.append(code.rawValue)
    bytes.append(identifier)
    bytes.append(0)
    bytes.append(0)
    for position in 0..<Authenticator.length { bytes.append(authenticator.octets[position]) }
  }

  /// Octets so far, header included.
  package var length: Int { bytes.count }
  /// Octets that still fit, headers of attributes included.
  package var room: Int { WireLimits.packetLengthMax - bytes.count }

  /// Appends an attribute of zero to 253 octets, and returns where its Type octet is.
  @discardableResult
  package mutating func append(_ type: AttributeType, _ value: some Collection<UInt8>) throws(EncodingError) -> Int {
    let count = value.count
    guard count <= WireLimits.valueLengthMax else {
      throw .valueTooLong(length: count, lengthMax: WireLimits.valueLengthMax)
    }
    try require(count + WireLimits.attributeHeaderLength, attributes: 1)
    let offset = begin(type, valueLength: count)
    bytes.append(contentsOf: value)
    return offset
  }

  /// Appends a four-octet number in network byte order; an IPv4 address is one too.
  @discardableResult
  package mutating func append(_ type: AttributeType, integer: UInt32) throws(EncodingError) -> Int {
    try require(WireLimits.attributeHeaderLength + 4, attributes: 1)
    let offset = begin(type, valueLength: 4)
    add(integer, octets: 4)
    return offset
  }

  /// Appends text as UTF-8.
  @discardableResult
  package mutating func append(_ type: AttributeType, text: String) throws(EncodingError) -> Int {
    try append(type, text.utf8)
  }

  /// Appends a value of any length, split over as many attributes as it needs: EAP-Message and other `concat`
  /// attributes (RFC 3579 §3.1). An empty value is one empty attribute.
  @discardableResult
  package mutating func append(_ type: AttributeType, concatenating value: some Collection<UInt8>)
    throws(EncodingError) -> Int
  {
    let count = value.count
    guard count <= WireLimits.reassembledLengthMax else {
      throw .valueTooLong(length: count, lengthMax: WireLimits.reassembledLengthMax)
    }
    let parts = max(1, (count + WireLimits.valueLengthMax - 1) / WireLimits.valueLengthMax)
    try require(count + parts * WireLimits.attributeHeaderLength, attributes: parts)
    let offset = bytes.count
    var rest = value[...]
    repeat {
      let part = rest.prefix(WireLimits.valueLengthMax)
      _ = begin(type, valueLength: part.count)
      bytes.append(contentsOf: part)
      rest = rest.dropFirst(part.count)
    } while !rest.isEmpty
    return offset
  }

  /// Appends attributes that are encoded already.
  /// - Throws: ``EncodingError/malformedAttributes(offset:)`` when their lengths do not add up.
  package mutating func appendRaw(_ encoded: [UInt8]) throws(EncodingError) {
    let octets = encoded.span
    var offset = 0
    var count = 0
    while offset < octets.count {
      guard offset + 1 < octets.count, octets[offset + 1] >= 2, Int(octets[offset + 1]) <= octets.count - offset
      else { throw .malformedAttributes(offset: offset) }
      offset += Int(octets[offset + 1])
      count += 1
    }
    try require(octets.count, attributes: count)
    bytes.append(contentsOf: encoded)
    attributeCount += count
  }

  /// Appends all attributes of `type` that `packet` has, in order: a reply echoes Proxy-State so (RFC 2865 §5.33).
  package mutating func appendAll(_ type: AttributeType, of packet: Packet) throws(EncodingError) {
    var next = packet.offset(of: type)
    while let offset = next {
      let end = offset + Int(packet.bytes[offset + 1])
      try require(end - offset, attributes: 1)
      bytes.append(contentsOf: packet.bytes[offset..<end])
      attributeCount += 1
      next = packet.offset(of: type, from: end)
    }
  }

  /// Appends a Message-Authenticator of zeros that signing fills in (RFC 3579 §3.2). Call it first, so that the
  /// attribute precedes whatever an attacker may have chosen.
  @discardableResult
  package mutating func appendMessageAuthenticator() throws(EncodingError) -> Int {
    try require(WireLimits.attributeHeaderLength + Authenticator.length, attributes: 1)
    let offset = begin(.messageAuthenticator, valueLength: Authenticator.length)
    for _ in 0..<Authenticator.length { bytes.append(0) }
    return offset
  }

  /// The packet's octets with Length set. It is not signed yet.
  package consuming func finish() -> [UInt8] {
    bytes[2] = UInt8(truncatingIfNeeded: bytes.count >> 8)
    bytes[3] = UInt8(truncatingIfNeeded: bytes.count)
    return bytes
  }
}

/// What the other forms of attributes are written with, in the files beside this one.
extension PacketBuilder {
  /// Makes sure that `needed` more octets in `attributes` more attributes are within the limits.
  func require(_ needed: Int, attributes: Int) throws(EncodingError) {
    guard needed <= room else { throw .packetFull(length: bytes.count, needed: needed) }
    guard attributeCount + attributes <= WireLimits.attributesMax else { throw .tooManyAttributes }
  }

  /// Writes an attribute's header, and returns where it is. The limits have been checked.
  mutating func begin(_ type: AttributeType, valueLength: Int) -> Int {
    let offset = bytes.count
    bytes.append(type.rawValue)
    bytes.append(UInt8(valueLength + WireLimits.attributeHeaderLength))
    attributeCount += 1
    return offset
  }

  mutating func add(_ octet: UInt8) { bytes.append(octet) }
  mutating func add(_ octets: some Collection<UInt8>) { bytes.append(contentsOf: octets) }

  /// The lowest `octets` octets of `number`, in network byte order.
  mutating func add(_ number: UInt32, octets: Int) {
    for position in stride(from: octets - 1, through: 0, by: -1) {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(8 * position)))
    }
  }
}
