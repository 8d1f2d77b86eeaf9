/// Why attributes make no request. It prints as a sentence that says what would be right.
package struct RequestError: Error, Equatable, Sendable, CustomStringConvertible {
  package var message: String

  package init(_ message: String) { self.message = message }

  package var description: String { message }
}
