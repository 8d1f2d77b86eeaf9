/// What kind of requests a load is made of.
package enum LoadMode: String, CaseIterable, Sendable {
  /// Access-Requests, each on its own.
  case auth
  /// Start, Interim-Updates and Stop, without an Access-Request before them.
  case accounting
  /// Whole sessions: Access-Request, Start, Interim-Updates, Stop.
  case cycle
  /// All three, half of them whole sessions, the others in equal parts.
  case mixed
}

/// How a password travels in an Access-Request.
package enum LoadPasswordProtocol: String, CaseIterable, Sendable {
  case pap
  case chap
  case mschap2
}
