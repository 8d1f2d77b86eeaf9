import Yams

/// Parses YAML, and says what is wrong with it in words that quote nothing of the file.
enum SyntaxTree {
  /// The document of a file as one value. An empty file has an empty one.
  static func root(of text: String, file: String) throws(ConfigurationErrors) -> Field {
    do {
      let node = try Parser(yaml: text, encoding: .utf8).singleRoot()
      return Field(node: node ?? Node("", .implicit, .plain), path: "", line: node?.mark?.line ?? 1)
    } catch let error as YamlError {
      throw ConfigurationErrors(errors: [issue(error, text: text, file: file)])
    } catch {
      throw ConfigurationErrors(errors: [
        ConfigurationIssue(file: file, line: 1, key: "", problem: "is not YAML", remedy: general)
      ])
    }
  }

  private static let general =
    "check the indentation and the colons here and one line above; put quotes around a value that has `: `, ` #` or "
    + "begins with a special character"

  private static func issue(_ error: YamlError, text: String, file: String) -> ConfigurationIssue {
    func issue(_ line: Int, _ problem: String, _ remedy: String, key: String = "") -> ConfigurationIssue {
      ConfigurationIssue(file: file, line: line, key: key, problem: problem, remedy: remedy)
    }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      let start = context.map { $0.mark.line < mark.line ? " (\($0.text) that began at line \($0.mark.line))" : "" }
      return issue(mark.line, "YAML: \(problem)\(start ?? "")", general)
    case .composer(_, let problem, let mark, _) where problem.contains("alias"):
      return issue(
        mark.line, "YAML: an alias that no anchor defines", "put quotes around a value that begins with `*`")
    case .composer(_, _, let mark, _):
      return issue(mark.line, "YAML: a second document begins here", "take the `---` out")
    case .reader(let problem, let offset, _, _):
      let line = text.utf8.prefix(offset ?? 0).reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
      return issue(line, "YAML: \(problem)", "write plain UTF-8 text without control characters")
    case .duplicatedKeysInMapping(let keys, let context):
      let name = String((keys.first ?? "").prefix { $0 != ":" && !$0.isWhitespace })
      let line = secondLine(of: name, after: context.mark, in: text)
      return issue(line, "stands here and at line \(context.mark.line)", "keep one of the two", key: name)
    default:
      return issue(1, "is not YAML", general)
    }
  }

  /// The line on which a key of a block stands for the second time: at the same column, before the block ends. Where
  /// the keys stand on one line, that line.
  private static func secondLine(of key: String, after first: Mark, in text: String) -> Int {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated().dropFirst(first.line) {
      let content = line.drop { $0 == " " }
      if content.isEmpty || content.first == "#" { continue }
      let column = line.count - content.count + 1
      if column < first.column { break }
      if column == first.column, content.hasPrefix("\(key):") { return index + 1 }
    }
    return first.line
  }
}
