/// Why the users file was not changed. It prints as a sentence that says what would be right.
package struct UsersEditError: Error, Equatable, Sendable, CustomStringConvertible {
  package var message: String

  package init(_ message: String) { self.message = message }

  package var description: String { message }
}
