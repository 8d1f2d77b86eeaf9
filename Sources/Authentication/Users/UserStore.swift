package import NetworkAddress
package import RADIUSDictionary

/// The users of one users file, ready to decide requests. A value that never changes: a reload makes a new one.
package struct UserStore: Sendable {
  /// Its entries in file order, included files in their place.
  package let users: [UserSummary]
  /// The static addresses of named users, in file order, for pools to reserve.
  package let staticAddresses: [(address: IPv4Address, user: String)]

  /// Reads a users file and all that it includes.
  /// - Throws: the first fault found.
  package static func load(
    path: String, dictionary: AttributeDictionary
  ) throws(UsersFileError) -> UserStore {
    UserStore(users: [], staticAddresses: [])
  }

  /// Reads a users file out of text, whose lines errors name as those of `file`. `$INCLUDE` is relative to the folder
  /// of `file`.
  package static func parse(
    _ text: String, file: String, dictionary: AttributeDictionary
  ) throws(UsersFileError) -> UserStore {
    UserStore(users: [], staticAddresses: [])
  }

  /// What the users file says about a request. Pure: the same request gives the same decision.
  package func decide(_ request: AccessRequest) -> AccessDecision {
    .reject(AccessRefusal(reason: .unknownUser))
  }
}
