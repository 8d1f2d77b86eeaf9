extension AttributeDictionary {
  /// A value as `radclient` prints it: `"text"` in quotes with escapes, a value's name, `0x` and hexadecimal digits,
  /// an address, a date in UTC.
  package func format(_ value: AttributeValue, of attribute: AttributeDefinition) -> String { "" }

  /// A value from its text, without quotes: a number, a value's name, an address, `0x` and hexadecimal digits, a date.
  package func parse(
    _ text: some StringProtocol, as attribute: AttributeDefinition
  ) throws(ValueError) -> AttributeValue { .text(String(text)) }

  /// Pairs from a text such as `User-Name = "bob", Tunnel-Password:1 := "y"`, separated by commas or line ends.
  package func parsePairs(_ text: some StringProtocol) throws(PairSyntaxError) -> [AttributePair] { [] }

  /// A pair as `radclient` prints it: `User-Name = "bob"`, `Tunnel-Type:1 = VLAN`.
  package func format(_ pair: AttributePair) -> String { "" }
}
