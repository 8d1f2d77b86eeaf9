extension PacketBuilder {
  /// Appends one attribute of a vendor in a Vendor-Specific of its own, in the vendor's format. Where that has a
  /// continuation octet, a long value is split over several.
  /// - Returns: where the value's first octet is in the packet.
  @discardableResult
  package mutating func append(
    vendor: UInt32, type: UInt32, format: VendorFormat = .standard, _ value: some Collection<UInt8>
  ) throws(EncodingError) -> Int {
    let count = value.count
    guard type <= format.typeMax else { throw .numberOutOfRange(type) }
    let lengthMax = format.hasContinuation ? WireLimits.reassembledLengthMax : format.valueLengthMax
    guard count <= lengthMax else { throw .valueTooLong(length: count, lengthMax: lengthMax) }
    let parts = max(1, (count + format.valueLengthMax - 1) / format.valueLengthMax)
    let overhead = WireLimits.attributeHeaderLength + WireLimits.vendorLength + format.headerLength
    try require(count + parts * overhead, attributes: parts)
    let valueOffset = length + overhead
    var rest = value[...]
    repeat {
      let part = rest.prefix(format.valueLengthMax)
      rest = rest.dropFirst(part.count)
      let partLength = format.headerLength + part.count
      _ = begin(.vendorSpecific, valueLength: WireLimits.vendorLength + partLength)
      add(vendor, octets: WireLimits.vendorLength)
      add(type, octets: format.typeOctets)
      add(UInt32(partLength), octets: format.lengthOctets)
      if format.hasContinuation { add(rest.isEmpty ? 0 : 0x80) }
      add(part)
    } while !rest.isEmpty
    return valueOffset
  }

  /// Appends a vendor's four-octet number in network byte order.
  @discardableResult
  package mutating func append(
    vendor: UInt32, type: UInt32, format: VendorFormat = .standard, integer: UInt32
  ) throws(EncodingError) -> Int {
    try append(vendor: vendor, type: type, format: format, integer.bigEndianOctets)
  }

  /// Appends a Vendor-Specific with these octets after the vendor's number, whatever their format.
  @discardableResult
  package mutating func append(vendor: UInt32, opaque value: some Collection<UInt8>) throws(EncodingError) -> Int {
    let lengthMax = WireLimits.valueLengthMax - WireLimits.vendorLength
    let count = value.count
    guard count <= lengthMax else { throw .valueTooLong(length: count, lengthMax: lengthMax) }
    try require(WireLimits.attributeHeaderLength + WireLimits.vendorLength + count, attributes: 1)
    let offset = begin(.vendorSpecific, valueLength: WireLimits.vendorLength + count)
    add(vendor, octets: WireLimits.vendorLength)
    add(value)
    return offset
  }
}

extension UInt32 {
  /// Four octets in network byte order.
  package var bigEndianOctets: [UInt8] {
    [
      UInt8(truncatingIfNeeded: self >> 24), UInt8(truncatingIfNeeded: self >> 16),
      UInt8(truncatingIfNeeded: self >> 8), UInt8(truncatingIfNeeded: self),
    ]
  }
}
