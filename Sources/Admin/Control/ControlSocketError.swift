/// Why a control socket cannot be opened, or reached. It prints as a sentence that says what to do.
package enum ControlSocketError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path does not fit into a socket address.
  case pathTooLong(path: String)
  /// A server answers there already.
  case alreadyServed(path: String)
  /// Something that is no socket has that name.
  case notASocket(path: String)
  /// Nobody answers there: no such file, or nobody listens.
  case noServer(path: String)
  /// The socket belongs to somebody else.
  case permission(path: String)
  /// The connection broke, or the answer made no sense.
  case broken(path: String, problem: String)
  /// A call of the system failed.
  case system(path: String, call: String, problem: String)

  package var description: String {
    switch self {
    case .pathTooLong(let path):
      "the control socket's path \(path) has more than \(ControlLimits.pathLengthMax - 1) octets; choose a shorter "
        + "`control`"
    case .alreadyServed(let path):
      "another server answers on the control socket \(path); stop it, or give this one another `control`"
    case .notASocket(let path): "\(path) exists and is no socket; move it away, or choose another `control`"
    case .noServer(let path): "no server answers on the control socket \(path); start it with `rollcall serve`"
    case .permission(let path):
      "this user may not use the control socket \(path); become the user that the server runs as, or root"
    case .broken(let path, let problem): "the server on the control socket \(path) did not answer: \(problem)"
    case .system(let path, let call, let problem): "\(call) of the control socket \(path) failed: \(problem)"
    }
  }
}
