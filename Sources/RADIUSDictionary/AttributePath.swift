/// Where an attribute stands in the number tree: the numbers of the dotted form, as in `Attr-26.311.1`.
///
/// `[1]` is User-Name, `[26, 311, 1]` a Microsoft attribute, `[241, 1]` an extended attribute (RFC 6929 §2.1),
/// `[241, 26, 9, 1]` an extended vendor-specific one (RFC 6929 §2.4), `[26, 24757, 1, 2]` a TLV inside a vendor's.
/// Internal attributes, which never go into a packet, have one number of 256 or more.
package struct AttributePath: Hashable, Sendable, CustomStringConvertible {
  /// The type octet of Vendor-Specific, RFC 2865 §5.26, and of the Extended-Vendor-Specific ones, RFC 6929 §2.4.
  package static let vendorSpecific: UInt32 = 26
  /// The types that carry an extended type octet (RFC 6929 §2.1 and §2.2).
  package static let extendedTypes: ClosedRange<UInt32> = 241...246

  package let numbers: [UInt32]

  package init(_ numbers: [UInt32]) { self.numbers = numbers }

  /// The first number: the type octet of the attribute in a packet, for those that go into one.
  package var type: UInt32 { numbers.first ?? 0 }

  /// The vendor's number (SMI private enterprise code), for what lies in a vendor's space.
  package var vendor: UInt32? {
    if numbers.count >= 2, type == AttributePath.vendorSpecific { return numbers[1] }
    if numbers.count >= 3, AttributePath.extendedTypes.contains(type), numbers[1] == AttributePath.vendorSpecific {
      return numbers[2]
    }
    return nil
  }

  /// Whether an attribute of this path can go into a packet.
  package var isOnTheWire: Bool { (1...255).contains(type) }

  /// The path without its last number; nil at the top.
  package var parent: AttributePath? { numbers.count < 2 ? nil : AttributePath(Array(numbers.dropLast())) }

  package func appending(_ number: UInt32) -> AttributePath { AttributePath(numbers + [number]) }

  /// `26.311.1`.
  package var description: String { numbers.map { String($0) }.joined(separator: ".") }
}

extension AttributePath {
  /// The path that a name such as `Attr-26.311.1` spells; nil for any other name.
  init?(attributeName name: some StringProtocol) {
    let prefix = "attr-"
    guard name.utf8.count > prefix.utf8.count, lowercasedASCII(name.prefix(prefix.count)) == prefix else { return nil }
    self.init(dotted: name.dropFirst(prefix.count))
  }

  /// The path that `26.311.1` spells; nil for what is no list of decimal numbers, or a list that is too long.
  init?(dotted text: some StringProtocol) {
    var numbers: [UInt32] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt32(part) else { return nil }
      numbers.append(number)
    }
    guard (1...DictionaryLimits.pathLengthMax).contains(numbers.count) else { return nil }
    self.init(numbers)
  }

  /// Whether the numbers can be those of an attribute in a packet. Whether a vendor's own number fits is known only
  /// with the vendor's format.
  var isPlausible: Bool {
    switch (type, vendor) {
    case (AttributePath.vendorSpecific, .some):
      return numbers.count >= 3 && numbers.dropFirst(3).allSatisfy(AttributePath.fitsOctet)
    case (_, .some):
      return numbers.count >= 4 && numbers.dropFirst(3).allSatisfy(AttributePath.fitsOctet)
    case (_, nil): return numbers.allSatisfy(AttributePath.fitsOctet)
    }
  }

  private static func fitsOctet(_ number: UInt32) -> Bool { (1...255).contains(number) }
}
