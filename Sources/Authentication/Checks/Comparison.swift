import RADIUSDictionary
import Timebase

/// A check item that is compared with the request.
struct Comparison: Sendable {
  enum Subject: Sendable {
    /// What the request carries. A tag, where one is given, must be the same.
    case attribute(AttributeDefinition, tag: UInt8?)
    /// The configured name of the client: Client-Shortname.
    case clientName
    /// Seconds since local midnight: Time-Of-Day.
    case timeOfDay
  }

  /// How a value stands to the known one: value, operator, known one.
  enum Test: Sendable {
    case exists
    case doesNotExist
    case relation(PairOperator, AttributeValue)
    case matches(RegularExpression)
    case doesNotMatch(RegularExpression)
  }

  enum Kind: Sendable {
    case request(Subject, Test)
    /// `Expiration == …`: the entry matches until then.
    case notExpired(ExpirationDate)
    /// `Login-Time == …`: the entry matches at that time.
    case withinLoginTime(LoginTime)
    /// An attribute that FreeRADIUS's other modules make, and that no request carries here.
    case absent(isMet: Bool, warning: UsersFileError)
  }

  var kind: Kind

  /// Whether the request passes. An attribute that is not there passes nothing but `!*`; of several, one that passes
  /// is enough.
  func isMet(by view: inout RequestView) -> Bool {
    switch kind {
    case .absent(let isMet, _): return isMet
    case .notExpired(let date):
      return date.secondsLeft(at: view.request.now, secondsEastOfUTC: view.request.secondsEastOfUTC) > 0
    case .withinLoginTime(let loginTime):
      return loginTime.verdict(at: view.request.now, secondsEastOfUTC: view.request.secondsEastOfUTC) != .outside
    case .request(let subject, let test):
      let dictionary = view.dictionary
      switch test {
      case .exists: return view.contains(subject)
      case .doesNotExist: return !view.contains(subject)
      case .relation(let operation, let known):
        return view.contains(subject) { value in Comparison.holds(operation, value, known) }
      case .matches(let expression):
        return view.contains(subject) { value in expression.matches(RequestView.text(value, of: subject, dictionary)) }
      case .doesNotMatch(let expression):
        return view.contains(subject) { value in !expression.matches(RequestView.text(value, of: subject, dictionary)) }
      }
    }
  }

  private static func holds(_ operation: PairOperator, _ value: AttributeValue, _ known: AttributeValue) -> Bool {
    if operation == .equal { return value == known }
    if operation == .notEqual { return value != known }
    guard let order = order(value, known) else { return false }
    return switch operation {
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    default: false
    }
  }

  /// Negative, zero or positive; nil for values that have no order.
  private static func order(_ left: AttributeValue, _ right: AttributeValue) -> Int? {
    func sign<Value: Comparable>(_ left: Value, _ right: Value) -> Int { left < right ? -1 : (left == right ? 0 : 1) }
    switch (left, right) {
    case (.string(let left), .string(let right)), (.octets(let left), .octets(let right)):
      return left == right ? 0 : (left.lexicographicallyPrecedes(right) ? -1 : 1)
    case (.integer(let left), .integer(let right)): return sign(left, right)
    case (.signed(let left), .signed(let right)): return sign(left, right)
    case (.date(let left), .date(let right)): return sign(left, right)
    case (.ipv4Address(let left), .ipv4Address(let right)): return sign(left, right)
    case (.ipv6Address(let left), .ipv6Address(let right)): return sign(left, right)
    case (.interfaceID(let left), .interfaceID(let right)): return sign(left, right)
    case (.ethernet(let left), .ethernet(let right)): return sign(left, right)
    default: return left == right ? 0 : nil
    }
  }
}
