import RADIUSDictionary

/// Text of a reply item with values of the request in it: `Hello, %{User-Name}`.
///
/// `%{Attribute}` and `%{request:Attribute}` stand for the first such attribute of the request, or for nothing where it
/// has none; `%%` is a per cent sign. FreeRADIUS's other expansions run modules, which there are none of here.
struct ReplyTemplate: Sendable {
  enum Part: Sendable {
    case text([UInt8])
    case attribute(AttributeDefinition)
  }

  let parts: [Part]

  /// - Throws: what is wrong and what would be right.
  init(_ value: [UInt8], dictionary: AttributeDictionary) throws(ValueError) {
    var parts: [Part] = []
    var text: [UInt8] = []
    var rest = value[...]
    while let octet = rest.first {
      rest = rest.dropFirst()
      guard octet == UInt8(ascii: "%") else {
        text.append(octet)
        continue
      }
      if rest.first == UInt8(ascii: "%") {
        text.append(octet)
        rest = rest.dropFirst()
      } else if rest.first == UInt8(ascii: "{"), let end = rest.firstIndex(of: UInt8(ascii: "}")) {
        if !text.isEmpty { parts.append(.text(text)) }
        text = []
        let name = String(decoding: rest[rest.startIndex..<end].dropFirst(), as: UTF8.self)
        parts.append(.attribute(try ReplyTemplate.attribute(name, dictionary)))
        rest = rest[(end + 1)...]
      } else {
        throw ValueError("a % stands alone beside %{...}", remedy: "write %% for a per cent sign")
      }
    }
    if !text.isEmpty { parts.append(.text(text)) }
    self.parts = parts
  }

  private static func attribute(
    _ name: String, _ dictionary: AttributeDictionary
  ) throws(ValueError) -> AttributeDefinition {
    let prefix = "request:"
    let bare = name.lowercased().hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    guard let definition = dictionary.attribute(named: bare), definition.path.isOnTheWire,
      !definition.type.isStructural
    else {
      throw ValueError(
        "%{\(name)} is no attribute of a request", remedy: "write %{User-Name} or another attribute, or single quotes")
    }
    guard !definition.isSecret else {
      throw ValueError("%{\(name)} would send a password back", remedy: "take it out")
    }
    return definition
  }

  /// The text for one request, at most as long as an attribute holds.
  func expanded(for view: inout RequestView, lengthMax: Int) -> [UInt8] {
    var text: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let octets): text += octets
      case .attribute(let definition): text += view.firstText(of: definition)
      }
    }
    return Array(text.prefix(lengthMax))
  }
}
