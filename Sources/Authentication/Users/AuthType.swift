/// What `Auth-Type` of a users file asks for.
enum AuthType: String, CaseIterable, Sendable {
  /// Accepts without a look at the password.
  case accept = "Accept"
  case reject = "Reject"
  /// Any method that the request uses: what happens without Auth-Type too.
  case local = "Local"
  case pap = "PAP"
  case chap = "CHAP"
  case msCHAP = "MS-CHAP"
  case eap = "EAP"

  /// Upper and lower case alike, with FreeRADIUS's spellings; nil for other methods.
  init?(name: String) {
    switch name.lowercased() {
    case "mschap", "ms-chap": self = .msCHAP
    case "crypt-local", "local": self = .local
    case let name:
      guard let type = AuthType.allCases.first(where: { $0.rawValue.lowercased() == name }) else { return nil }
      self = type
    }
  }
}
