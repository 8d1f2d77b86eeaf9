package import NetworkAddress

/// An entry of the users file as `rollcall users list` shows it. Holds no password.
package struct UserSummary: Equatable, Sendable {
  /// The name as text; `DEFAULT` for an entry that any user may match.
  package var name: String
  package var file: String
  /// Counted from 1.
  package var line: Int
  /// The names of the password attributes, such as `Cleartext-Password`.
  package var passwordKinds: [String]
  /// `Accept` or `Reject` or another Auth-Type; nil where the entry sets none.
  package var authType: String?
  package var poolName: String?
  package var framedIPAddress: IPv4Address?
  package var fallsThrough: Bool

  package init(
    name: String, file: String, line: Int, passwordKinds: [String] = [], authType: String? = nil,
    poolName: String? = nil, framedIPAddress: IPv4Address? = nil, fallsThrough: Bool = false
  ) {
    self.name = name
    self.file = file
    self.line = line
    self.passwordKinds = passwordKinds
    self.authType = authType
    self.poolName = poolName
    self.framedIPAddress = framedIPAddress
    self.fallsThrough = fallsThrough
  }
}
