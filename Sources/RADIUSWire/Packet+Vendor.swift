extension Packet {
  /// The attributes of `vendor` in order, out of all its Vendor-Specific attributes.
  ///
  /// A Vendor-Specific that `format` does not fit is opaque: it is left out, and ``attributes`` still shows it.
  /// So is a fragment whose continuation is missing or of another type.
  package func vendorAttributes(vendor: UInt32, format: VendorFormat = .standard) -> [VendorAttribute] {
    var found: [VendorAttribute] = []
    var fragment: (type: UInt32, offset: Int, octets: [UInt8])?
    var next = offset(of: .vendorSpecific)
    while let offset = next {
      let attribute = Attribute(validated: bytes, at: offset)
      next = self.offset(of: .vendorSpecific, from: attribute.value.endIndex)
      guard let specific = VendorSpecific(attribute), specific.vendor == vendor else { continue }
      guard let parts = specific.parts(format: format) else {
        fragment = nil
        continue
      }
      for part in parts {
        if var begun = fragment, begun.type == part.type {
          begun.octets.append(contentsOf: part.value)
          fragment = begun
        } else {
          fragment = part.isContinued ? (part.type, part.offset, Array(part.value)) : nil
        }
        guard !part.isContinued else { continue }
        found.append(
          VendorAttribute(
            vendor: vendor, type: part.type, offset: fragment?.offset ?? part.offset,
            value: fragment.map { $0.octets[...] } ?? part.value))
        fragment = nil
      }
    }
    return found
  }

  /// The first attribute of `vendor` with this type.
  package func first(vendor: UInt32, type: UInt32, format: VendorFormat = .standard) -> VendorAttribute? {
    vendorAttributes(vendor: vendor, format: format).first { $0.type == type }
  }
}
