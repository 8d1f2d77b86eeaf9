/// Why a control command was not done.
package struct ControlError: Error, Codable, Equatable, Sendable, CustomStringConvertible {
  package enum Kind: String, Codable, Sendable {
    /// No such pool, address or session.
    case notFound
    /// The thing is there, and not in a state in which this can be done to it.
    case refused
    /// The request itself is wrong.
    case invalid
    /// The server cannot do it now: the store fails, or the configuration to reload is wrong.
    case unavailable
  }

  package var kind: Kind
  /// A sentence for the person who asked.
  package var message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  package var description: String { message }
}
