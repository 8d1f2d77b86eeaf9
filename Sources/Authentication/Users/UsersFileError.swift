/// A fault of a users file: where, what is wrong, and what would be right.
package struct UsersFileError: Error, Equatable, Sendable, CustomStringConvertible {
  package var file: String
  /// Counted from 1; 0 when the file could not be read at all.
  package var line: Int
  package var message: String
  package var remedy: String

  package init(file: String, line: Int, message: String, remedy: String) {
    self.file = file
    self.line = line
    self.message = message
    self.remedy = remedy
  }

  /// `FILE:LINE: message; remedy`
  package var description: String {
    line == 0 ? "\(file): \(message); \(remedy)" : "\(file):\(line): \(message); \(remedy)"
  }
}
