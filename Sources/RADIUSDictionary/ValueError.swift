/// Why a text is no value of an attribute, or a value cannot be encoded.
package struct ValueError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, without a full stop.
  package let message: String
  /// What would be right, without a full stop.
  package let remedy: String

  package init(_ message: String, remedy: String) {
    self.message = message
    self.remedy = remedy
  }

  package var description: String { "\(message); \(remedy)" }
}
