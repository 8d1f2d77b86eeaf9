/// One fault of a configuration, or one warning: where it stands, what is wrong, and what would be right.
///
/// No text of an issue holds a secret.
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
    return "\(place): \(problem); \(remedy)"
  }
}
