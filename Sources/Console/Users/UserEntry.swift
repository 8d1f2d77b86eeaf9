package import NetworkAddress

/// A new entry of a users file.
package struct UserEntry: Equatable, Sendable {
  package var name: String
  package var method: PasswordMethod
  /// The password in the method's form: see ``PasswordHash``.
  package var storedPassword: String
  package var pool: String?
  /// The user's static address.
  package var address: IPv4Address?
  package var simultaneousUse: Int?

  package init(
    name: String, method: PasswordMethod, storedPassword: String, pool: String? = nil, address: IPv4Address? = nil,
    simultaneousUse: Int? = nil
  ) {
    self.name = name
    self.method = method
    self.storedPassword = storedPassword
    self.pool = pool
    self.address = address
    self.simultaneousUse = simultaneousUse
  }

  /// The entry's lines, with the last line end: check items on the first, reply items indented below.
  package func text() throws(UsersEditError) -> String {
    guard name != "DEFAULT" else { throw UsersEditError("DEFAULT is the entry for everybody; edit the users file") }
    var checks = ["\(method.attributeName) := \(try UserEntry.value(storedPassword, method: method))"]
    if let pool { checks.append("Pool-Name := \(try UserEntry.quoted(pool))") }
    if let simultaneousUse { checks.append("Simultaneous-Use := \(simultaneousUse)") }
    let isPlain = name.unicodeScalars.allSatisfy(UserEntry.isPlain) && !name.isEmpty
    var text = "\(isPlain ? name : try UserEntry.quoted(name))\t\(checks.joined(separator: ", "))\n"
    if let address { text += "\tFramed-IP-Address := \(address)\n" }
    return text
  }

  /// A stored password as a users file writes it.
  package static func value(_ stored: String, method: PasswordMethod) throws(UsersEditError) -> String {
    method == .nt ? "0x" + stored : try quoted(stored)
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "@", "+": true
    default: false
    }
  }

  /// A quoted string of the users file, in which quotes and backslashes are escaped.
  private static func quoted(_ text: String) throws(UsersEditError) -> String {
    guard !text.isEmpty, !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw UsersEditError("a name or a value in a users file is not empty and has no control characters")
    }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
