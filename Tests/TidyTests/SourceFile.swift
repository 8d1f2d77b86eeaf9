import Foundation

/// A Swift file of the project, read whole.
struct SourceFile: Sendable, CustomStringConvertible {
  /// Relative to the project's folder, such as `Sources/RADIUSWire/Packet.swift`.
  let path: String
  let text: String
  /// `text` with the contents of comments and string literals taken out, line for line.
  let code: [Substring]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    var blanking = CodeBlanking(text)
    code = blanking.run().split(separator: "\n", omittingEmptySubsequences: false)
  }

  var description: String { path }
  /// The second folder of the path: the module.
  var module: String { String(path.split(separator: "/")[1]) }
  /// The file's name without its extension.
  var name: String { String(path.split(separator: "/").last?.dropLast(".swift".count) ?? "") }
  var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }

  /// The modules that the file imports.
  var imports: [String] {
    code.compactMap { line in
      let words = line.split(separator: " ")
      guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count else { return nil }
      let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
      let name = kinds.contains(words[keyword + 1]) ? words[keyword + 2] : words[keyword + 1]
      return String(name.split(separator: ".")[0])
    }
  }

  /// The lines, counted from 1, whose code holds `word` bounded by no letter, digit or underscore.
  func lines(containing word: String) -> [Int] {
    code.enumerated().filter { Self.holds($0.element, word) }.map { $0.offset + 1 }
  }

  private static func holds(_ line: Substring, _ word: String) -> Bool {
    var rest = line[...]
    while let range = rest.range(of: word) {
      let before = range.lowerBound == line.startIndex ? " " : line[line.index(before: range.lowerBound)]
      let after = range.upperBound == line.endIndex ? " " : line[range.upperBound]
      if !isWordCharacter(before) && !isWordCharacter(after) { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }

  private static func isWordCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}
