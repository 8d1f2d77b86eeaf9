extension PacketBuilder {
  /// Appends a tagged string (RFC 2868 §3.3): a tag of 0 to 0x1f, then the value. Without a tag, only the value.
  @discardableResult
  package mutating func append(
    _ type: AttributeType, tag: UInt8?, _ value: some Collection<UInt8>
  ) throws(EncodingError) -> Int {
    guard let tag else { return try append(type, value) }
    guard tag <= WireLimits.tagMax else { throw .tagOutOfRange(tag) }
    let lengthMax = WireLimits.valueLengthMax - 1
    let count = value.count
    guard count <= lengthMax else { throw .valueTooLong(length: count, lengthMax: lengthMax) }
    try require(WireLimits.attributeHeaderLength + 1 + count, attributes: 1)
    let offset = begin(type, valueLength: 1 + count)
    add(tag)
    add(value)
    return offset
  }

  /// Appends a tagged integer: the tag's octet (0 for none), then three of number (RFC 2868 §3.1).
  @discardableResult
  package mutating func append(
    _ type: AttributeType, tag: UInt8?, integer: UInt32
  ) throws(EncodingError) -> Int {
    let tag = tag ?? 0
    guard tag <= WireLimits.tagMax else { throw .tagOutOfRange(tag) }
    guard integer <= WireLimits.taggedIntegerMax else { throw .numberOutOfRange(integer) }
    return try append(type, integer: UInt32(tag) << 24 | integer)
  }
}
