/// One attribute that a dictionary defines, or that a number path without a definition stands for.
package final class AttributeDefinition: Sendable, Hashable, CustomStringConvertible {
  package let name: String
  package let path: AttributePath
  package let type: AttributeDataType
  package let flags: AttributeFlags
  /// The octets that a value must have, from `octets[N]`; nil for any number.
  package let length: Int?
  /// False for `Attr-26.9.250` and the like, which no dictionary names.
  package let isKnown: Bool

  package init(
    name: String, path: AttributePath, type: AttributeDataType, flags: AttributeFlags = AttributeFlags(),
    length: Int? = nil, isKnown: Bool = true
  ) {
    self.name = name
    self.path = path
    self.type = type
    self.flags = flags
    self.length = length
    self.isKnown = isKnown
  }

  /// The vendor's number, for what lies in a vendor's space.
  package var vendor: UInt32? { path.vendor }
  /// The last number of the path: the attribute's own.
  package var number: UInt32 { path.numbers.last ?? 0 }
  /// Whether its values may be seen only by those who know them: hidden on the wire or marked `secret`.
  package var isSecret: Bool { flags.isSecret || flags.encryption != .none }

  package var description: String { "\(name) (\(path), \(type.rawValue))" }

  package static func == (left: AttributeDefinition, right: AttributeDefinition) -> Bool {
    left === right
      || (left.path == right.path && left.name == right.name && left.type == right.type && left.flags == right.flags
        && left.length == right.length && left.isKnown == right.isKnown)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(path) }
}
