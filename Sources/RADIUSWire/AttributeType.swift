/// An attribute's Type (RFC 2865 §5).
package struct AttributeType: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt8

  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable package static func == (left: AttributeType, right: AttributeType) -> Bool {
    left.rawValue == right.rawValue
  }

  /// For `case`, which else asks the conformance each time.
  @inlinable package static func ~= (pattern: AttributeType, value: AttributeType) -> Bool {
    pattern.rawValue == value.rawValue
  }

  /// Types 241 to 244 carry one more octet of type (RFC 6929 §2.1).
  package var isExtended: Bool { (241...244).contains(rawValue) }
  /// Types 245 and 246 carry one more octet of type and one of flags, and may be fragmented (RFC 6929 §2.2).
  package var isLongExtended: Bool { rawValue == 245 || rawValue == 246 }
}
