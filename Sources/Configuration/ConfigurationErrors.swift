/// All that is wrong with a configuration, found in one reading.
package struct ConfigurationErrors: Error, Equatable, Sendable, CustomStringConvertible {
  /// One or more, in the order of the file.
  package var errors: [ConfigurationIssue]
  /// What is odd besides.
  package var warnings: [ConfigurationIssue]

  package init(errors: [ConfigurationIssue], warnings: [ConfigurationIssue] = []) {
    self.errors = errors
    self.warnings = warnings
  }

  /// One error a line.
  package var description: String { errors.map(\.description).joined(separator: "\n") }
}
