/// Why a load could not run: a sentence.
package struct LoadError: Error, Equatable, Sendable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
