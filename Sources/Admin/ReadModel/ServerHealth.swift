/// How a server is.
package enum ServerHealth: String, Codable, CaseIterable, Sendable {
  case ok
  /// It answers, and somebody should look at it.
  case degraded
  /// It cannot record, so it does not answer.
  case failing
}
