extension Packet {
  /// Checks header and attributes in one pass, and returns Length.
  static func validate(_ octets: Span<UInt8>) throws(PacketError) -> Int {
    guard octets.count >= WireLimits.packetLengthMin else { throw .headerTruncated(received: octets.count) }
    let length = Int(octets[2]) << 8 | Int(octets[3])
    guard length >= WireLimits.packetLengthMin else { throw .lengthTooSmall(declared: length) }
    guard length <= WireLimits.packetLengthMax else { throw .lengthTooLarge(declared: length) }
    guard length <= octets.count else { throw .truncated(declared: length, received: octets.count) }
    var offset = WireLimits.packetLengthMin
    var count = 0
    while offset < length {
      guard offset + 1 < length else { throw .attributeHeaderTruncated(offset: offset) }
      let attributeLength = Int(octets[offset + 1])
      guard attributeLength >= WireLimits.attributeHeaderLength else {
        throw .attributeLengthTooSmall(offset: offset, length: attributeLength)
      }
      guard attributeLength <= length - offset else {
        throw .attributeOverrun(offset: offset, length: attributeLength)
      }
      count += 1
      guard count <= WireLimits.attributesMax else { throw .tooManyAttributes(offset: offset) }
      offset += attributeLength
    }
    return length
  }
}
