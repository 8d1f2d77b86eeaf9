/// A line of `users list`. It holds no password.
package struct UserRow: Codable, Equatable, Sendable {
  package var user: String
  /// Names of the attributes that hold a password.
  package var passwords: [String]
  package var authType: String?
  package var pool: String?
  package var address: String?
  package var file: String
  package var line: Int

  package init(
    user: String, passwords: [String], authType: String?, pool: String?, address: String?, file: String, line: Int
  ) {
    self.user = user
    self.passwords = passwords
    self.authType = authType
    self.pool = pool
    self.address = address
    self.file = file
    self.line = line
  }
}

extension Reports {
  package static func users(_ users: [UserRow]) -> Report<UserRow> {
    Report(
      users,
      columns: [
        Column("user", "USER") { $0.user },
        Column("passwords", "PASSWORD") { $0.passwords.joined(separator: " ") },
        Column("authType", "AUTH-TYPE") { $0.authType ?? "" }, Column("pool", "POOL") { $0.pool ?? "" },
        Column("address", "ADDRESS") { $0.address ?? "" }, Column("file", "FILE") { $0.file },
        Column("line", "LINE", .right) { String($0.line) },
      ], whenEmpty: "The users file has no entry.")
  }
}
