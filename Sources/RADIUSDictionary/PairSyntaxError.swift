/// Why a text is no list of pairs.
package struct PairSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The character at which the fault is, counted from 1.
  package let column: Int
  /// What is wrong, without a full stop.
  package let message: String
  /// What would be right, without a full stop.
  package let remedy: String

  package init(column: Int, message: String, remedy: String) {
    self.column = column
    self.message = message
    self.remedy = remedy
  }

  package var description: String { "column \(column): \(message); \(remedy)" }
}
