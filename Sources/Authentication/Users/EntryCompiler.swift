import NetworkAddress
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire

/// Understands the names and values of an entry: check items here, reply items in the extension.
struct EntryCompiler {
  let dictionary: AttributeDictionary

  func compile(_ raw: RawEntry) throws(UsersFileError) -> UserEntry {
    var comparisons: [Comparison] = []
    var controlItems: [ControlItem] = []
    for item in raw.checkItems {
      switch try checkItem(item) {
      case .comparison(let comparison): comparisons.append(comparison)
      case .control(let control): controlItems.append(control)
      case .nothing: break
      }
    }
    // An entry that rejects and never matches would let in whom it should keep out.
    if controlItems.contains(where: { if case .authType(.reject) = $0.value { true } else { false } }) {
      for case .absent(isMet: false, warning: let fault) in comparisons.map(\.kind) { throw fault }
    }
    var replyItems: [ReplyItem] = []
    var fallsThrough = false
    for item in raw.replyItems {
      if item.attribute.lowercased() == "fall-through" {
        fallsThrough = try self.fallsThrough(item)
      } else {
        replyItems.append(try replyItem(item))
      }
    }
    return UserEntry(
      comparisons: comparisons, controlItems: controlItems, replyItems: replyItems, fallsThrough: fallsThrough,
      reply: try prepare(replyItems, of: raw))
  }

  enum CheckItem {
    case comparison(Comparison)
    case control(ControlItem)
    /// `:=` with an attribute of requests: always matches, and says nothing.
    case nothing
  }

  private func checkItem(_ item: RawItem) throws(UsersFileError) -> CheckItem {
    guard !item.value.holdsExpansion else {
      throw item.error(
        "%{...} stands for a value of the request in FreeRADIUS, which Rollcall puts into reply items only",
        "write the text itself; single quotes keep %{ as it is")
    }
    if let assignment = AssignmentOperator(item.operation) {
      if let value = try controlValue(item) { return .control(ControlItem(operation: assignment, value: value)) }
      let definition = try attribute(of: item)
      guard definition.path.isOnTheWire else {
        throw item.error(
          "Rollcall does not act on \(definition.name)",
          "take it out; the attributes that it acts on are "
            + EntryCompiler.controlNames.joined(separator: ", ") + " and those of passwords")
      }
      guard assignment != .add else {
        throw item.error(
          "\(definition.name) = on the first line neither compares nor replies",
          "write == to compare it with the request, or move it below to send it")
      }
      return .nothing
    }
    return .comparison(Comparison(kind: try comparisonKind(item)))
  }

  // MARK: What is set

  private static let controlNames = ["Auth-Type", "Expiration", "Login-Time", "Simultaneous-Use", "Pool-Name"]

  /// Nil for an attribute that is not the server's own.
  private func controlValue(_ item: RawItem) throws(UsersFileError) -> ControlItem.Value? {
    let text = item.value.text
    switch item.attribute.lowercased() {
    case "auth-type":
      guard let type = AuthType(name: text) else {
        throw item.error(
          "Auth-Type \"\(text)\" is none that Rollcall has",
          "write one of " + AuthType.allCases.map(\.rawValue).joined(separator: ", ")
            + ", or leave Auth-Type out: the method follows from the request")
      }
      return .authType(type)
    case "expiration":
      return .expiration(try expiration(item))
    case "login-time":
      return .loginTime(try loginTime(item))
    case "simultaneous-use":
      guard let number = UInt16(text) else {
        throw item.error("Simultaneous-Use \"\(text)\" is no number of sessions", "write a number from 0 to 65535")
      }
      return .simultaneousUse(Int(number))
    case "pool-name":
      guard !text.isEmpty else { throw item.error("Pool-Name is empty", "write a pool's name, or \"none\"") }
      return .poolName(text)
    default:
      return try password(item).map { .password($0) }
    }
  }

  private func password(_ item: RawItem) throws(UsersFileError) -> AccountPolicy.KnownPassword? {
    let name = item.attribute.lowercased()
    if ["lm-password", "ns-mta-md5-password"].contains(name) || name.hasPrefix("ssha3-") || name.hasPrefix("sha3-") {
      throw item.error(
        "Rollcall checks no \(item.attribute)", "write Crypt-Password, SSHA2-512-Password, NT-Password or another one")
    }
    guard let kind = PasswordKind(attribute: name) else { return nil }
    do {
      return AccountPolicy.KnownPassword(kind: kind, stored: try kind.read(item.value.bytes))
    } catch {
      throw item.error(error.message, error.remedy)
    }
  }

  private func expiration(_ item: RawItem) throws(UsersFileError) -> ExpirationDate {
    guard let date = ExpirationDate(item.value.text) else {
      throw item.error(
        "Expiration \"\(item.value.text)\" is no date",
        "write it as \"Dec 24 2026 23:59:59\", \"2026-12-24\" or \"2026-12-24T23:59:59+01:00\"")
    }
    return date
  }

  private func loginTime(_ item: RawItem) throws(UsersFileError) -> LoginTime {
    guard let loginTime = LoginTime(item.value.text) else {
      throw item.error(
        "Login-Time \"\(item.value.text)\" is no list of days and times", "write it as \"Wk0855-2305,Sa,Su2305-1655\"")
    }
    return loginTime
  }

  // MARK: What is compared

  private func comparisonKind(_ item: RawItem) throws(UsersFileError) -> Comparison.Kind {
    let name = item.attribute.lowercased()
    switch name {
    case "expiration" where item.operation == .equal: return .notExpired(try expiration(item))
    case "login-time" where item.operation == .equal: return .withinLoginTime(try loginTime(item))
    case "client-shortname": return .request(.clientName, try test(item, .string(item.value.bytes)))
    case "time-of-day": return .request(.timeOfDay, try test(item, .integer(try timeOfDay(item))))
    default: break
    }
    if name == "user-password" {
      if item.operation == .exists { return try existence(item, .exists) }
      if item.operation == .doesNotExist { return try existence(item, .doesNotExist) }
    }
    let isOwn = EntryCompiler.controlNames.contains { $0.lowercased() == name }
    if isOwn || PasswordKind(attribute: name) != nil {
      let attribute = name == "user-password" ? "Cleartext-Password" : item.attribute
      throw item.error(
        "\(item.attribute) \(item.operation.rawValue) compares it with the request", "write \(attribute) := to set it")
    }
    let definition = try attribute(of: item)
    guard definition.path.isOnTheWire, !definition.flags.isVirtual else {
      let fault = item.error(
        "\(definition.name) is nothing that a request carries",
        "compare an attribute of the request, or Client-Shortname or Time-Of-Day")
      return .absent(isMet: item.operation == .doesNotExist, warning: fault)
    }
    guard !definition.type.isStructural else {
      throw item.error("\(definition.name) has no value of its own", "compare an attribute inside of it")
    }
    if item.operation == .exists { return try existence(item, .exists) }
    if item.operation == .doesNotExist { return try existence(item, .doesNotExist) }
    let isPattern = item.operation == .matches || item.operation == .doesNotMatch
    let known = isPattern ? .string(item.value.bytes) : try value(of: item, as: definition)
    return .request(.attribute(definition, tag: item.tag), try test(item, known))
  }

  private func existence(_ item: RawItem, _ test: Comparison.Test) throws(UsersFileError) -> Comparison.Kind {
    .request(.attribute(try attribute(of: item), tag: item.tag), test)
  }

  private func test(_ item: RawItem, _ known: AttributeValue) throws(UsersFileError) -> Comparison.Test {
    switch item.operation {
    case .exists: return .exists
    case .doesNotExist: return .doesNotExist
    case .matches, .doesNotMatch:
      do {
        let expression = try RegularExpression(item.value.bytes)
        return item.operation == .matches ? .matches(expression) : .doesNotMatch(expression)
      } catch {
        throw item.error(
          "\"\(item.value.text)\" is no regular expression: \(error.message)",
          "write a POSIX extended regular expression, such as \"^guest[0-9]+$\"")
      }
    default: return .relation(item.operation, known)
    }
  }

  /// `HH:MM` or `HH:MM:SS` as seconds of the day.
  private func timeOfDay(_ item: RawItem) throws(UsersFileError) -> UInt64 {
    if item.operation == .exists || item.operation == .doesNotExist { return 0 }
    let fields = item.value.text.split(separator: ":", omittingEmptySubsequences: false).map { UInt64($0) }
    guard (2...3).contains(fields.count), let hour = fields[0], hour < 24, let minute = fields[1], minute < 60,
      let second = fields.count == 3 ? fields[2] : 0, second < 60
    else { throw item.error("Time-Of-Day \"\(item.value.text)\" is no time", "write it as 17:30 or 17:30:00") }
    return (hour * 60 + minute) * 60 + second
  }

  // MARK: Names and values

  func attribute(of item: RawItem) throws(UsersFileError) -> AttributeDefinition {
    guard let definition = dictionary.attribute(named: item.attribute) else {
      throw item.error(
        "no dictionary knows the attribute \(item.attribute)",
        "correct its name, or add the dictionary that defines it")
    }
    if item.tag != nil, !definition.flags.hasTag {
      throw item.error("\(definition.name) takes no tag", "leave :\(item.tag ?? 0) out")
    }
    return definition
  }

  /// A value as the attribute's type has it. Text and octets may hold any octets.
  func value(of item: RawItem, as definition: AttributeDefinition) throws(UsersFileError) -> AttributeValue {
    switch definition.type {
    case .string: return .string(item.value.bytes)
    case .octets where !item.value.text.lowercased().hasPrefix("0x"): return .octets(item.value.bytes)
    default: break
    }
    do {
      return try dictionary.parse(item.value.text, as: definition)
    } catch {
      throw item.error("\(definition.name): \(error.message)", error.remedy)
    }
  }
}

extension AssignmentOperator {
  /// Nil for the operators that compare.
  init?(_ operation: PairOperator) {
    switch operation {
    case .set: self = .set
    case .add: self = .add
    case .append: self = .append
    default: return nil
    }
  }
}
