extension PacketBuilder {
  /// Appends an attribute of types 241 to 246 (RFC 6929 §2.1, §2.2). Those of 245 and 246 are fragmented when they
  /// must be.
  /// - Returns: where its first Type octet is in the packet.
  @discardableResult
  package mutating func append(
    _ type: AttributeType, extendedType: UInt8, _ value: some Collection<UInt8>
  ) throws(EncodingError) -> Int {
    guard !value.isEmpty else { throw .valueEmpty }
    if type.isLongExtended { return try appendLong(type, extendedType, Array(value)) }
    guard type.isExtended else { throw .typeNotOfFormat(type.rawValue) }
    let lengthMax = WireLimits.valueLengthMax - 1
    let count = value.count
    guard count <= lengthMax else { throw .valueTooLong(length: count, lengthMax: lengthMax) }
    try require(WireLimits.attributeHeaderLength + 1 + count, attributes: 1)
    let offset = begin(type, valueLength: 1 + count)
    add(extendedType)
    add(value)
    return offset
  }

  /// Appends an Extended-Vendor-Specific: extended type 26 of 241 to 246 (RFC 6929 §2.4).
  /// - Returns: where its first Type octet is in the packet.
  @discardableResult
  package mutating func append(
    _ type: AttributeType, vendor: UInt32, vendorType: UInt8, _ value: some Collection<UInt8>
  ) throws(EncodingError) -> Int {
    guard !value.isEmpty else { throw .valueEmpty }
    let vendorSpecific = AttributeType.vendorSpecific.rawValue
    return try append(type, extendedType: vendorSpecific, vendor.bigEndianOctets + [vendorType] + Array(value))
  }

  private mutating func appendLong(
    _ type: AttributeType, _ extendedType: UInt8, _ value: [UInt8]
  ) throws(EncodingError) -> Int {
    guard value.count <= WireLimits.reassembledLengthMax else {
      throw .valueTooLong(length: value.count, lengthMax: WireLimits.reassembledLengthMax)
    }
    let header = WireLimits.longExtendedHeaderLength
    let partMax = WireLimits.valueLengthMax - header
    let parts = (value.count + partMax - 1) / partMax
    try require(value.count + parts * (WireLimits.attributeHeaderLength + header), attributes: parts)
    let offset = length
    var rest = value[...]
    while !rest.isEmpty {
      let part = rest.prefix(partMax)
      rest = rest.dropFirst(partMax)
      _ = begin(type, valueLength: header + part.count)
      add(extendedType)
      add(rest.isEmpty ? 0 : ExtendedFlags.more)
      add(part)
    }
    return offset
  }
}
