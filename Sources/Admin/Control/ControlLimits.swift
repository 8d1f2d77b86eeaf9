/// What is bounded on the control socket, and why.
package enum ControlLimits {
  /// Octets of a request line: a part of a replay. What people ask is far shorter.
  package static let requestLengthMax = 1 << 20
  /// Octets of the records in a part of a replay, as ``ReplayRecord/length`` counts them.
  package static let replayLengthMax = 1 << 19
  /// Octets of an answer that a client takes: a million sessions are about 200 MB.
  package static let responseLengthMax = 512 << 20
  /// Connections at once; more are closed unanswered.
  package static let connectionsMax = 32
  /// Seconds without a request after which a connection is closed.
  package static let idleSecondsMax: Int64 = 300
  /// Characters of an operator's reason, which the ledger keeps for good.
  package static let reasonLengthMax = 500
  /// Octets of a socket's path, its ending zero included (`sockaddr_un` on Linux).
  package static let pathLengthMax = 108
  /// Seconds that a client waits for an answer.
  package static let answerSecondsMax = 60
}
