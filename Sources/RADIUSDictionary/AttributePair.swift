/// An attribute with a value: what a packet carries, or a line of text says.
package struct AttributePair: Hashable, Sendable {
  package var definition: AttributeDefinition
  /// The tag of a tagged attribute, 1 to 31 (RFC 2868 §3.1); nil for none.
  package var tag: UInt8?
  package var operation: PairOperator
  /// For `=~` and `!~` the expression as ``AttributeValue/string(_:)``; for `=*` and `!*` an empty string.
  package var value: AttributeValue

  package init(
    _ definition: AttributeDefinition, tag: UInt8? = nil, operation: PairOperator = .add, value: AttributeValue
  ) {
    self.definition = definition
    self.tag = tag
    self.operation = operation
    self.value = value
  }
}
