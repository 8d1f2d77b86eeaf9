/// What the matching entries say about a user, beside the reply: FreeRADIUS's control list.
struct AccountPolicy: Sendable {
  struct KnownPassword: Sendable {
    var kind: PasswordKind
    var stored: StoredPassword
  }

  var passwords: [KnownPassword] = []
  var authType: AuthType?
  var expiration: ExpirationDate?
  var loginTime: LoginTime?
  var simultaneousUse: Int?
  var poolName: String?

  /// The password that PAP is checked against: the first, as in FreeRADIUS.
  var password: StoredPassword? { passwords.first?.stored }

  /// The first password in clear text, for CHAP and EAP-MD5.
  var cleartext: [UInt8]? {
    for password in passwords {
      if case .cleartext(let text) = password.stored { return text }
    }
    return nil
  }

  /// The first password that gives an NT hash, for MS-CHAP; one kept as NT hash goes first.
  var forMSCHAP: StoredPassword? {
    var found: StoredPassword?
    for password in passwords {
      if case .ntHash = password.stored { return password.stored }
      if case .cleartext = password.stored, found == nil { found = password.stored }
    }
    return found
  }

  /// Takes in an entry's items. `=` and `:=` look only at what earlier entries brought, so that items of one entry do
  /// not get into each other's way.
  mutating func apply(_ items: [ControlItem]) {
    let earlier = self
    for item in items {
      switch item.value {
      case .password(let password): apply(password, item.operation, earlier)
      case .authType(let value): AccountPolicy.apply(value, item.operation, earlier.authType, &authType)
      case .expiration(let value): AccountPolicy.apply(value, item.operation, earlier.expiration, &expiration)
      case .loginTime(let value): AccountPolicy.apply(value, item.operation, earlier.loginTime, &loginTime)
      case .simultaneousUse(let value):
        AccountPolicy.apply(value, item.operation, earlier.simultaneousUse, &simultaneousUse)
      case .poolName(let value): AccountPolicy.apply(value, item.operation, earlier.poolName, &poolName)
      }
    }
  }

  private mutating func apply(_ password: KnownPassword, _ operation: AssignmentOperator, _ earlier: AccountPolicy) {
    let wasThere = earlier.passwords.contains { $0.kind == password.kind }
    switch operation {
    case .append: break
    case .add where wasThere: return
    case .add: break
    case .set:
      // Its place in the order stays, so that it is still the first if it was.
      guard wasThere, let index = passwords.firstIndex(where: { $0.kind == password.kind }) else { break }
      passwords[index] = password
      return
    }
    passwords.append(password)
  }

  /// Of several values the first one counts.
  private static func apply<Value>(
    _ value: Value, _ operation: AssignmentOperator, _ earlier: Value?, _ current: inout Value?
  ) {
    if current == nil || (operation == .set && earlier != nil) { current = value }
  }
}

/// `:=`, `=` and `+=`.
enum AssignmentOperator: Sendable {
  /// In place of what earlier entries brought.
  case set
  /// Only where earlier entries brought none.
  case add
  /// Beside what earlier entries brought.
  case append
}

/// A check item that sets something instead of comparing.
struct ControlItem: Sendable {
  enum Value: Sendable {
    case password(AccountPolicy.KnownPassword)
    case authType(AuthType)
    case expiration(ExpirationDate)
    case loginTime(LoginTime)
    case simultaneousUse(Int)
    case poolName(String)
  }

  var operation: AssignmentOperator
  var value: Value
}
