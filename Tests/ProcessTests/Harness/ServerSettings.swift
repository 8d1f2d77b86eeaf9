/// What differs between the configurations of these tests.
struct ServerSettings {
  var clientAddress = "127.0.0.1/32"
  var secret = "testing123"
  /// Replaces `secret: …` in the client when it is set.
  var secretLine: String?
  /// The tests send from one address what one NAS would not: with and without Message-Authenticator and Proxy-State.
  var requireMessageAuthenticator = "no"
  var limitProxyState = "no"
  var rejectDelay = "0s"
  var ranges = "10.99.0.10-10.99.0.13"
  var poolOptions: [String] = []
  /// Whole lines that go to the end of the file.
  var more: [String] = []
  var users = ServerSettings.standardUsers

  static let standardUsers = """
    alice Cleartext-Password := "alicepw"
    bob   Cleartext-Password := "bobpw"
    noip  Cleartext-Password := "noippw", Pool-Name := "none"
    static Cleartext-Password := "staticpw"
            Framed-IP-Address = 10.77.0.200
    blocked Auth-Type := Reject
            Reply-Message = "account blocked"
    """

  func configuration(authenticationPort: UInt16, accountingPort: UInt16) -> String {
    var lines = [
      "listen:",
      "  authentication: [\"127.0.0.1:\(authenticationPort)\"]",
      "  accounting: [\"127.0.0.1:\(accountingPort)\"]",
      "control: rollcall.sock",
      "storage:",
      "  sqlite: rollcall.db",
      "dictionary: \(Project.dictionary)",
      "users: users",
      "reject-delay: \(rejectDelay)",
      "clients:",
      "  - name: lab",
      "    address: \(clientAddress)",
      "    \(secretLine ?? "secret: \(secret)")",
      "    require-message-authenticator: \(requireMessageAuthenticator)",
      "    limit-proxy-state: \(limitProxyState)",
      "pools:",
      "  - name: main",
      "    ranges: [\(ranges)]",
    ]
    lines += poolOptions.map { "    " + $0 }
    lines += more
    return lines.joined(separator: "\n") + "\n"
  }
}
