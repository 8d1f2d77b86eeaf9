/// Why a server did not start, or had to give up: a sentence, or several lines of them, for the person who started it.
package struct ServerError: Error, Sendable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}
