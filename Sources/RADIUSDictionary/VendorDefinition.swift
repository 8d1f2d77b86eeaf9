/// A vendor, and how it lays out the attributes inside Vendor-Specific.
package struct VendorDefinition: Hashable, Sendable {
  package let name: String
  /// The SMI private enterprise code.
  package let number: UInt32
  /// Octets of an attribute's type: 1, 2 or 4.
  package var typeOctets: Int
  /// Octets of an attribute's length: 0, 1 or 2.
  package var lengthOctets: Int
  /// Whether a flag octet follows the length, by which a value goes on in the next attribute (WiMAX, `format=1,1,c`).
  package var hasContinuation: Bool

  package init(name: String, number: UInt32, typeOctets: Int = 1, lengthOctets: Int = 1, hasContinuation: Bool = false)
  {
    self.name = name
    self.number = number
    self.typeOctets = typeOctets
    self.lengthOctets = lengthOctets
    self.hasContinuation = hasContinuation
  }
}
