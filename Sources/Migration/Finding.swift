/// Something that an import cannot carry over, or that its reader should know.
package struct Finding: Codable, Equatable, Sendable, CustomStringConvertible {
  package var file: String
  /// Counted from 1; 0: the file as a whole.
  package var line: Int
  package var problem: String

  package init(_ file: String, _ line: Int, _ problem: String) {
    self.file = file
    self.line = line
    self.problem = problem
  }

  package var description: String { line == 0 ? "\(file): \(problem)" : "\(file):\(line): \(problem)" }
}
