package import RADIUSDictionary

/// A vendor as `rollcall dictionary` shows it.
package struct VendorEntry: Codable, Equatable, Sendable {
  package var name: String
  package var number: UInt32
  /// As dictionaries write it: octets of type and length, `c` for continuation.
  package var format: String
  /// How many attributes the dictionary has of it.
  package var attributes: Int

  package init(_ vendor: VendorDefinition, in dictionary: AttributeDictionary) {
    name = vendor.name
    number = vendor.number
    format = "\(vendor.typeOctets),\(vendor.lengthOctets)" + (vendor.hasContinuation ? ",c" : "")
    attributes = dictionary.attributes.count { $0.vendor == vendor.number }
  }
}
