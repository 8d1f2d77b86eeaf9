/// The operators between an attribute's name and its value, as the users file knows them.
package enum PairOperator: String, Sendable, CaseIterable {
  case set = ":="
  case add = "="
  case append = "+="
  case equal = "=="
  case notEqual = "!="
  case greater = ">"
  case greaterOrEqual = ">="
  case less = "<"
  case lessOrEqual = "<="
  /// The value is a regular expression that must match.
  case matches = "=~"
  /// The value is a regular expression that must not match.
  case doesNotMatch = "!~"
  /// The attribute is there; the value says nothing.
  case exists = "=*"
  /// The attribute is not there; the value says nothing.
  case doesNotExist = "!*"

  /// Whether the pair is compared with a request, and never goes into a reply.
  package var isComparison: Bool {
    switch self {
    case .set, .add, .append: false
    default: true
    }
  }
}
