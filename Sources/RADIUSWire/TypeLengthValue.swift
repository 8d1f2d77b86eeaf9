/// One attribute inside another: a vendor's, or a TLV of RFC 6929 §2.3.
package struct TypeLengthValue: Equatable, Sendable {
  package let type: UInt32
  /// Where it begins, as an index of the slice it was read from.
  package let offset: Int
  package let value: ArraySlice<UInt8>
  /// The format's continuation bit was set: the value goes on in the next Vendor-Specific.
  package let isContinued: Bool

  /// Reads what `octets` holds. The parts must fill it exactly.
  ///
  /// Nil when they do not, and when there is none; such an attribute is opaque to its reader (RFC 2865 §5.26).
  package static func parse(_ octets: ArraySlice<UInt8>, format: VendorFormat = .standard) -> [TypeLengthValue]? {
    var parts: [TypeLengthValue] = []
    var offset = octets.startIndex
    while offset < octets.endIndex {
      let left = octets.endIndex - offset
      guard left >= format.headerLength else { return nil }
      let lengthAt = offset + format.typeOctets
      let length =
        format.lengthOctets == 0 ? left : Int(octets[lengthAt..<(lengthAt + format.lengthOctets)].bigEndianInteger)
      guard length >= format.headerLength, length <= left else { return nil }
      parts.append(
        TypeLengthValue(
          type: octets[offset..<lengthAt].bigEndianInteger, offset: offset,
          value: octets[(offset + format.headerLength)..<(offset + length)],
          isContinued: format.hasContinuation && octets[lengthAt + format.lengthOctets] & 0x80 != 0))
      offset += length
    }
    return parts.isEmpty ? nil : parts
  }

  /// Encodes TLVs of one octet of type and one of length each, for a TLV attribute's value.
  package static func encode(_ parts: [(type: UInt8, value: [UInt8])]) throws(EncodingError) -> [UInt8] {
    var octets: [UInt8] = []
    for part in parts {
      guard part.value.count <= WireLimits.valueLengthMax else {
        throw .valueTooLong(length: part.value.count, lengthMax: WireLimits.valueLengthMax)
      }
      octets.append(part.type)
      octets.append(UInt8(part.value.count + WireLimits.attributeHeaderLength))
      octets.append(contentsOf: part.value)
    }
    return octets
  }
}
