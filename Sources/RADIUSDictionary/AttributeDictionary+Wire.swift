extension AttributeDictionary {
  /// Hides a value whose attribute has `encrypt`: from the pair and its plain octets to those that go on the wire
  /// (without a tag octet, with the salt for `encrypt=2`). Throws when it cannot.
  package typealias Hiding = (_ attribute: AttributeDefinition, _ plain: [UInt8]) throws(ValueError) -> [UInt8]

  /// The opposite of ``Hiding``; nil when the octets cannot be read.
  package typealias Revealing = (_ attribute: AttributeDefinition, _ hidden: [UInt8]) -> [UInt8]?

  /// The octets of a value, before hiding, without a tag.
  package func encode(
    _ value: AttributeValue, of attribute: AttributeDefinition
  ) throws(ValueError) -> [UInt8] { [] }

  /// The value that octets stand for; `.octets` when they do not fit the type.
  package func decode(_ octets: some Collection<UInt8>, of attribute: AttributeDefinition) -> AttributeValue {
    .octets(Array(octets))
  }

  /// Whole attributes, headers and all, as they go into a packet after its header, in the order given: vendors'
  /// and extended attributes in their envelopes, TLVs of one parent together, long values split where the attribute
  /// allows it. Internal attributes (number 256 and above) and virtual ones are left out.
  ///
  /// - Throws: when a value does not fit, or it has to be hidden and `hiding` is nil.
  package func encode(_ pairs: [AttributePair], hiding: Hiding? = nil) throws(ValueError) -> [UInt8] { [] }

  /// The pairs that encoded attributes carry. What is malformed inside, or not in the dictionary, becomes pairs of
  /// unnamed attributes (`Attr-26.9.250`), so nothing is lost.
  package func decodePairs(_ attributes: some Collection<UInt8>, revealing: Revealing? = nil) -> [AttributePair] { [] }
}
