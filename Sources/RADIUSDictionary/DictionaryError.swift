/// What is wrong in a dictionary file, and what would be right.
package struct DictionaryError: Error, Hashable, Sendable, CustomStringConvertible {
  package let file: String
  /// Counted from 1; 0 when the file as a whole is meant.
  package let line: Int
  /// What is wrong, without a full stop.
  package let message: String
  /// What would be right, without a full stop.
  package let remedy: String

  package init(file: String, line: Int, message: String, remedy: String) {
    self.file = file
    self.line = line
    self.message = message
    self.remedy = remedy
  }

  /// `FILE:LINE: what is wrong; what would be right`.
  package var description: String {
    line == 0 ? "\(file): \(message); \(remedy)" : "\(file):\(line): \(message); \(remedy)"
  }
}
