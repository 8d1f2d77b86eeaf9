package import NetworkAddress
package import RADIUSCrypto

/// What a load is to do.
package struct LoadPlan: Sendable {
  /// What sets the pace.
  package enum Pace: Equatable, Sendable {
    /// Closed loop: so many requests are under way at any time; the next leaves when one is answered.
    case window(Int)
    /// Open loop: so many requests a second, whether or not earlier ones are answered.
    case rate(Double)
  }

  package var mode = LoadMode.auth
  package var authentication: Endpoint
  package var accounting: Endpoint
  package var secret: SharedSecret
  package var users: [LoadUser]
  package var passwordProtocol = LoadPasswordProtocol.pap
  package var pace = Pace.window(64)
  /// How long requests are begun, in milliseconds; sessions that live are ended after that.
  package var duration: Int64 = 10_000
  /// Requests at the beginning that count for nothing, in milliseconds.
  package var warmUp: Int64 = 0
  /// At most so many requests, the repeated ones left out; nil: as many as the time allows.
  package var requestsMax: Int?
  /// Interim-Updates in a session.
  package var interims = 1
  /// Sessions that are kept open before the oldest is ended.
  package var sessionsHeld = 0
  /// Whether the sessions that live at the end are left open.
  package var leavesSessionsOpen = false
  /// Names of NASes that the sessions are spread over.
  package var nasCount = 1
  /// Sockets to each port. Each has 256 Identifiers, and so as many requests under way.
  package var sockets: Int?
  /// How long an answer is waited for before the same octets are sent again, in milliseconds.
  package var timeout: Int64 = 2000
  /// How often a request is sent at most.
  package var tries = 3
  /// Fixes what is drawn at random: who comes next in a mixed load, and the sessions' numbers.
  package var seed: UInt64 = 1

  package init(authentication: Endpoint, accounting: Endpoint, secret: SharedSecret, users: [LoadUser]) {
    self.authentication = authentication
    self.accounting = accounting
    self.secret = secret
    self.users = users
  }

  /// As many sockets as the pace needs, with room to spare, so that an Identifier rests before it is used again.
  var socketCount: Int {
    if let sockets { return sockets }
    return switch pace {
    case .window(let window): max(1, (window + 127) / 128)
    case .rate: 64
    }
  }
}
