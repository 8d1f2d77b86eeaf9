/// What is wrong in a detail file, and where.
package struct DetailFault: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Consequence: Equatable, Sendable {
    /// The record is left out.
    case skipped
    /// The line alone is left out: an attribute that no dictionary defines.
    case ignored
  }

  package var file: String
  /// Counted from 1.
  package var line: Int
  package var problem: String
  package var consequence: Consequence

  package init(file: String, line: Int, problem: String, consequence: Consequence) {
    self.file = file
    self.line = line
    self.problem = problem
    self.consequence = consequence
  }

  /// `FILE:LINE: problem`.
  package var description: String { "\(file):\(line): \(problem)" }
}
