/// What differs between the configurations of these tests.
package struct ServerSettings {
  package var clientAddress = "127.0.0.1/32"
  package var secret = "testing123"
  /// Replaces `secret: …` in the client when it is set.
  package var secretLine: String?
  /// The tests send from one address what one NAS would not: with and without Message-Authenticator and Proxy-State.
  package var requireMessageAuthenticator = "no"
  package var limitProxyState = "no"
  package var rejectDelay = "0s"
  package var ranges = "10.99.0.10-10.99.0.13"
  /// The database, relative to the configuration's folder.
  package var database = "rollcall.db"
  /// More lines of the client, of the pool and of the whole.
  package var clientOptions: [String] = []
  package var poolOptions: [String] = []
  package var more: [String] = []
  package var users = ServerSettings.standardUsers

  package init() {}

  package static let standardUsers = """
    alice Cleartext-Password := "alicepw"
    bob   Cleartext-Password := "bobpw"
    noip  Cleartext-Password := "noippw", Pool-Name := "none"
    static Cleartext-Password := "staticpw"
            Framed-IP-Address = 10.77.0.200
    blocked Auth-Type := Reject
            Reply-Message = "account blocked"
    """

  package func configuration(authenticationPort: UInt16, accountingPort: UInt16) -> String {
    var lines = [
      "listen:",
      "  authentication: [\"127.0.0.1:\(authenticationPort)\"]",
      "  accounting: [\"127.0.0.1:\(accountingPort)\"]",
      "control: rollcall.sock",
      "storage:",
      "  sqlite: \(database)",
      "dictionary: \(Project.dictionary)",
      "users: users",
      "reject-delay: \(rejectDelay)",
      "clients:",
      "  - name: lab",
      "    address: \(clientAddress)",
      "    \(secretLine ?? "secret: \(secret)")",
      "    require-message-authenticator: \(requireMessageAuthenticator)",
      "    limit-proxy-state: \(limitProxyState)",
    ]
    lines += clientOptions.map { "    " + $0 }
    lines += [
      "pools:",
      "  - name: main",
      "    ranges: [\(ranges)]",
    ]
    lines += poolOptions.map { "    " + $0 }
    lines += more
    return lines.joined(separator: "\n") + "\n"
  }
}
