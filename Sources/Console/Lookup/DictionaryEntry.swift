package import RADIUSDictionary

/// An attribute as `rollcall dictionary` shows it.
package struct DictionaryEntry: Codable, Equatable, Sendable {
  package var name: String
  /// The dotted form: `1`, `26.9.1`.
  package var number: String
  /// The vendor's name; nil for the IETF's.
  package var vendor: String?
  package var type: String
  package var flags: [String]
  package var values: [Value]

  package struct Value: Codable, Equatable, Sendable {
    package var name: String
    package var number: UInt64
  }

  package init(_ attribute: AttributeDefinition, in dictionary: AttributeDictionary) {
    name = attribute.name
    number = attribute.path.description
    vendor = attribute.vendor.map { dictionary.vendor(number: $0)?.name ?? String($0) }
    type = attribute.type.rawValue + (attribute.length.map { "[\($0)]" } ?? "")
    flags = DictionaryEntry.flags(attribute.flags)
    values = dictionary.values(of: attribute).map { Value(name: $0.name, number: $0.number) }
  }

  private static func flags(_ flags: AttributeFlags) -> [String] {
    var names: [String] = []
    if flags.hasTag { names.append("has_tag") }
    if flags.encryption != .none { names.append("encrypt=\(flags.encryption.rawValue)") }
    if flags.isConcatenated { names.append("concat") }
    if flags.isArray { names.append("array") }
    if flags.isVirtual { names.append("virtual") }
    if flags.isSecret { names.append("secret") }
    return names
  }
}
