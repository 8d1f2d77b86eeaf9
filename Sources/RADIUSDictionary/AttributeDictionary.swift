/// The attributes, values and vendors that dictionary files define. It never changes once it is loaded.
package final class AttributeDictionary: Sendable {
  /// How many lines of each kind the files hold.
  ///
  /// A line counts each time it is read, also when it defines a name or a number anew; that is what
  /// `grep -c` over the included files gives.
  package struct Counts: Hashable, Sendable {
    package var attributes = 0
    package var values = 0
    package var vendors = 0
  }

  package let counts = Counts()

  /// Reads a dictionary file and all that it includes.
  package static func load(path: String) throws(DictionaryError) -> AttributeDictionary {
    throw DictionaryError(file: path, line: 0, message: "not read", remedy: "wait")
  }

  /// Reads a dictionary out of a text, whose lines errors name as those of `name`. `$INCLUDE` is relative to the
  /// working folder.
  package static func parse(_ text: String, name: String) throws(DictionaryError) -> AttributeDictionary {
    throw DictionaryError(file: name, line: 0, message: "not read", remedy: "wait")
  }

  /// The attribute of that name, upper and lower case alike. Also `Attr-26.311.1`: the attribute of that path, or one
  /// of type `octets` that no dictionary names.
  package func attribute(named name: some StringProtocol) -> AttributeDefinition? { nil }

  /// The attribute that prints for the path: the last one defined.
  package func attribute(path: AttributePath) -> AttributeDefinition? { nil }

  package func vendor(named name: some StringProtocol) -> VendorDefinition? { nil }
  package func vendor(number: UInt32) -> VendorDefinition? { nil }

  /// The number that a name stands for in an attribute, upper and lower case alike.
  package func value(named name: some StringProtocol, of attribute: AttributeDefinition) -> UInt64? { nil }

  /// The name that prints for a number of an attribute: the last one defined.
  package func valueName(_ number: UInt64, of attribute: AttributeDefinition) -> String? { nil }

  /// All attributes in the order of the files.
  package var attributes: [AttributeDefinition] { [] }
  /// All vendors in the order of the files.
  package var vendors: [VendorDefinition] { [] }
  /// All values of an attribute by name and number, in the order of the files.
  package func values(of attribute: AttributeDefinition) -> [(name: String, number: UInt64)] { [] }
}
