/// The attributes, values and vendors that dictionary files define. It never changes once it is loaded.
///
/// ```swift
/// let dictionary = try AttributeDictionary.load(path: "dictionaries/dictionary")
/// let pairs = try dictionary.parsePairs(#"User-Name = "bob", Service-Type = Framed-User"#)
/// let octets = try dictionary.encode(pairs)
/// ```
package final class AttributeDictionary: Sendable {
  /// How many ATTRIBUTE, VALUE and VENDOR lines the files hold.
  ///
  /// A line counts each time it is read, also when it gives a number a second name or says again what another line
  /// said. FreeRADIUS 3.2.1 counted this way, from its top file with all that it includes, has 7,468 attributes,
  /// 7,987 values (4 of them said twice) and 186 vendors (one said twice; 183 different numbers).
  package struct Counts: Hashable, Sendable {
    package var attributes = 0
    package var values = 0
    package var vendors = 0

    package init(attributes: Int = 0, values: Int = 0, vendors: Int = 0) {
      self.attributes = attributes
      self.values = values
      self.vendors = vendors
    }
  }

  let contents: DictionaryContents

  init(_ contents: DictionaryContents) { self.contents = contents }

  /// A dictionary without any definitions: everything is `Attr-…` in it.
  package convenience init() { self.init(DictionaryContents()) }

  package var counts: Counts { contents.counts }

  /// Reads a dictionary file and all that it includes.
  package static func load(path: String) throws(DictionaryError) -> AttributeDictionary {
    var reader = DictionaryReader()
    try reader.read(path: path)
    return AttributeDictionary(try reader.finish())
  }

  /// Reads a dictionary out of a text, whose lines errors name as those of `name`. What it includes is relative to
  /// the folder of `name`.
  package static func parse(_ text: String, name: String) throws(DictionaryError) -> AttributeDictionary {
    var reader = DictionaryReader()
    try reader.read(Array(text.utf8), file: name)
    return AttributeDictionary(try reader.finish())
  }

  /// The attribute of that name, upper and lower case alike. Also `Attr-26.311.1`: the attribute of that path, or one
  /// of type `octets` that no dictionary names.
  package func attribute(named name: some StringProtocol) -> AttributeDefinition? {
    if let known = contents.attribute(named: name) { return known }
    guard let path = AttributePath(attributeName: name) else { return nil }
    if let known = contents.attributesByPath[path] { return known }
    return path.isOnTheWire && path.isPlausible ? unknownAttribute(path) : nil
  }

  /// The attribute that prints for the path: the last one defined.
  package func attribute(path: AttributePath) -> AttributeDefinition? { contents.attributesByPath[path] }

  /// The vendor of that name, upper and lower case alike.
  package func vendor(named name: some StringProtocol) -> VendorDefinition? { contents.vendor(named: name) }

  /// The vendor that prints for the number, and whose format holds: the last one defined.
  package func vendor(number: UInt32) -> VendorDefinition? { contents.vendorsByNumber[number] }

  /// The number that a name stands for in an attribute, upper and lower case alike. Numbers of `signed` attributes
  /// are their 32-bit patterns.
  package func value(named name: some StringProtocol, of attribute: AttributeDefinition) -> UInt64? {
    contents.values[attribute.path]?.number(lowercased: lowercasedASCII(name))
  }

  /// The name that prints for a number of an attribute: the last one defined.
  package func valueName(_ number: UInt64, of attribute: AttributeDefinition) -> String? {
    contents.values[attribute.path]?.name(number)
  }

  /// All attributes in the order of the files.
  package var attributes: [AttributeDefinition] { contents.attributes }
  /// All vendors in the order of the files.
  package var vendors: [VendorDefinition] { contents.vendors }
  /// All values of an attribute by name and number, in the order of the files.
  package func values(of attribute: AttributeDefinition) -> [(name: String, number: UInt64)] {
    contents.values[attribute.path]?.ordered ?? []
  }

  /// The definition that stands for a path without one: `Attr-26.9.250`, of type `octets`.
  func unknownAttribute(_ path: AttributePath) -> AttributeDefinition {
    AttributeDefinition(name: "Attr-\(path)", path: path, type: .octets, isKnown: false)
  }
}
