/// One fault of a configuration, or one warning: where it stands, what is wrong, and what would be right.
package struct ConfigurationIssue: Error, Hashable, Sendable, CustomStringConvertible {
  package var file: String
  /// Counted from 1.
  package var line: Int
  /// The way to the value, such as `clients[0].secret`; empty for a fault of the file as a whole.
  package var key: String
  package var problem: String
  package var remedy: String

  package init(file: String, line: Int, key: String, problem: String, remedy: String) {
    self.file = file
    self.line = line
    self.key = key
    self.problem = problem
    self.remedy = remedy
  }

  /// `FILE:LINE: key: problem; remedy`.
  package var description: String {
    let place = key.isEmpty ? "\(file):\(line)" : "\(file):\(line): \(key)"
    return remedy.isEmpty ? "\(place): \(problem)" : "\(place): \(problem); \(remedy)"
  }
}

/// All that is wrong with a configuration, found in one reading.
package struct ConfigurationErrors: Error, Equatable, Sendable, CustomStringConvertible {
  /// One or more, in the order of the file.
  package var errors: [ConfigurationIssue]
  /// What would have been warnings had the file been right.
  package var warnings: [ConfigurationIssue]

  package init(errors: [ConfigurationIssue], warnings: [ConfigurationIssue] = []) {
    self.errors = errors
    self.warnings = warnings
  }

  /// One error a line.
  package var description: String { errors.map(\.description).joined(separator: "\n") }
}
