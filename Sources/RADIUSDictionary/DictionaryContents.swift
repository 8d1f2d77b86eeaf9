/// The tables of a dictionary while it is read; it becomes an ``AttributeDictionary`` in the end.
struct DictionaryContents: Sendable {
  var counts = AttributeDictionary.Counts()
  var attributes: [AttributeDefinition] = []
  /// By name in lower case.
  var attributesByName: [String: AttributeDefinition] = [:]
  /// The last one defined, which is the one that prints.
  var attributesByPath: [AttributePath: AttributeDefinition] = [:]
  var vendors: [VendorDefinition] = []
  /// By name in lower case.
  var vendorsByName: [String: VendorDefinition] = [:]
  /// The last one defined, which is the one whose format holds.
  var vendorsByNumber: [UInt32: VendorDefinition] = [:]
  /// By path, because attributes of one number share their values.
  var values: [AttributePath: ValueTable] = [:]

  func attribute(named name: some StringProtocol) -> AttributeDefinition? { attributesByName[lowercasedASCII(name)] }

  func vendor(named name: some StringProtocol) -> VendorDefinition? { vendorsByName[lowercasedASCII(name)] }
}

/// The text with A to Z in lower case: names of dictionaries are ASCII, and this does not ask Unicode.
func lowercasedASCII(_ text: some StringProtocol) -> String {
  let utf8 = text.utf8
  return String(unsafeUninitializedCapacity: utf8.count) { buffer in
    var count = 0
    for octet in utf8 {
      buffer[count] = (0x41...0x5a).contains(octet) ? octet | 0x20 : octet
      count += 1
    }
    return count
  }
}
