package import NetworkAddress
package import RADIUSDictionary
import RADIUSWire

/// The users of one users file, ready to decide requests. A value that never changes: a reload makes a new one.
///
/// The file has the syntax of FreeRADIUS 3: `conf/users` explains it by examples.
///
/// ```swift
/// let store = try UserStore.load(path: "conf/users", dictionary: dictionary)
/// switch store.decide(request) { … }
/// ```
package struct UserStore: Sendable {
  /// Its entries in file order, included files in their place.
  package let users: [UserSummary]
  /// The static addresses, in file order, for pools to reserve. The user is `DEFAULT` where a DEFAULT entry gives one.
  package let staticAddresses: [(address: IPv4Address, user: String)]

  /// Check items that no request of ours can pass, or fail: the server runs with them, and `check` should print them.
  package let warnings: [UsersFileError]

  private let dictionary: AttributeDictionary
  private let entries: [UserEntry]
  /// Indices into `entries`, ascending.
  private let byName: [UserName: [Int]]
  private let defaults: [Int]
  private var letsEveryoneIn = false

  /// Reads a users file and all that it includes.
  /// - Throws: the first fault found.
  package static func load(
    path: String, dictionary: AttributeDictionary
  ) throws(UsersFileError) -> UserStore {
    var reader = UsersFileReader()
    try reader.read(path: path)
    return try UserStore(reader.entries, dictionary: dictionary)
  }

  /// Reads a users file out of text, whose lines errors name as those of `file`. `$INCLUDE` is relative to the folder
  /// of `file`.
  package static func parse(
    _ text: String, file: String, dictionary: AttributeDictionary
  ) throws(UsersFileError) -> UserStore {
    try parse(octets: Array(text.utf8), file: file, dictionary: dictionary)
  }

  /// As ``parse(_:file:dictionary:)``, for text that need not be UTF-8.
  package static func parse(
    octets: [UInt8], file: String, dictionary: AttributeDictionary
  ) throws(UsersFileError) -> UserStore {
    var reader = UsersFileReader()
    try reader.read(octets, file: file)
    return try UserStore(reader.entries, dictionary: dictionary)
  }

  private init(_ raw: [RawEntry], dictionary: AttributeDictionary) throws(UsersFileError) {
    let compiler = EntryCompiler(dictionary: dictionary)
    var entries: [UserEntry] = []
    var users: [UserSummary] = []
    var byName: [UserName: [Int]] = [:]
    var defaults: [Int] = []
    entries.reserveCapacity(raw.count)
    users.reserveCapacity(raw.count)
    for item in raw {
      let entry = try compiler.compile(item)
      if let name = item.name {
        byName[UserName(octets: name[...]), default: []].append(entries.count)
      } else {
        defaults.append(entries.count)
      }
      entries.append(entry)
      users.append(UserSummary(item, entry))
    }
    self.dictionary = dictionary
    self.entries = entries
    self.users = users
    self.byName = byName
    self.defaults = defaults
    warnings = entries.flatMap(\.warnings)
    staticAddresses = users.compactMap { user in user.framedIPAddress.map { ($0, user.name) } }
  }

  /// What the users file says about a request. Pure: the same request gives the same decision.
  ///
  /// The request must have been proven first; one with EAP-Message needs a valid Message-Authenticator (RFC 3579 §3.1).
  package func decide(_ request: AccessRequest) -> AccessDecision {
    let account =
      if let name = request.packet.first(.userName)?.value, !name.isEmpty {
        letIn(account(UserName(octets: name), request))
      } else {
        Account(failure: .noUserName)
      }
    return AccessDecider(request: request, account: account, dictionary: dictionary).decide()
  }

  private func letIn(_ account: Account) -> Account {
    guard letsEveryoneIn else { return account }
    var account = account
    account.failure = nil
    account.policy.authType = .accept
    (account.policy.expiration, account.policy.loginTime) = (nil, nil)
    return account
  }

  /// The same users, let in whatever they prove and whenever they come, and everybody else too: records of sessions tell
  /// no passwords. What the file says of addresses, pools and limits stays.
  package func lettingEveryoneIn() -> UserStore {
    var store = self
    store.letsEveryoneIn = true
    return store
  }

  /// Goes through the user's entries and the DEFAULT ones in file order until one matches without Fall-Through.
  private func account(_ name: UserName, _ request: AccessRequest) -> Account {
    var view = RequestView(request, dictionary: dictionary)
    let named = byName[name] ?? []
    var (nextNamed, nextDefault) = (0, 0)
    var found: UserEntry?
    // Only where several entries match are their items merged.
    var merged: (policy: AccountPolicy, items: [ReplyItem])?
    while nextNamed < named.count || nextDefault < defaults.count {
      let index: Int
      if nextNamed < named.count, nextDefault == defaults.count || named[nextNamed] < defaults[nextDefault] {
        index = named[nextNamed]
        nextNamed += 1
      } else {
        index = defaults[nextDefault]
        nextDefault += 1
      }
      let entry = entries[index]
      guard entry.comparisons.allSatisfy({ $0.isMet(by: &view) }) else { continue }
      if let first = found {
        var (policy, items) = merged ?? (first.policy, first.ownReplyItems)
        policy.apply(entry.controlItems)
        ReplyItem.merge(entry.replyItems, into: &items)
        merged = (policy, items)
      } else {
        found = entry
      }
      if !entry.fallsThrough { break }
    }
    guard let found else { return Account(failure: named.isEmpty ? .unknownUser : .checkFailed) }
    guard let merged else { return Account(policy: found.policy, reply: found.reply) }
    do {
      return Account(policy: merged.policy, reply: try PreparedReply(merged.items, dictionary: dictionary))
    } catch {
      return Account(failure: .replyTooLong)
    }
  }
}

extension UserSummary {
  fileprivate init(_ raw: RawEntry, _ entry: UserEntry) {
    self.init(
      name: raw.name.map { String(decoding: $0, as: UTF8.self) } ?? "DEFAULT", file: raw.place.file,
      line: raw.place.line, passwordKinds: entry.policy.passwords.map(\.kind.rawValue),
      authType: entry.policy.authType?.rawValue, poolName: entry.policy.poolName,
      framedIPAddress: entry.reply.framedIPAddress, fallsThrough: entry.fallsThrough)
  }
}
