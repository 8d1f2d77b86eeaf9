/// A file in FreeRADIUS's configuration syntax: `name = value` pairs and `name argument { … }` sections, comments after
/// `#`, values bare or in quotes.
struct RaddbFile {
  struct Section {
    var name: String
    var argument: String
    var file: String
    var line: Int
    var pairs: [Pair] = []
    var sections: [Section] = []

    /// The last value of a name; upper and lower case are different, `-` and `_` the same.
    func value(_ name: String) -> Pair? { pairs.last { $0.name == name } }
  }

  struct Pair {
    /// With `_` for `-`, which old files have.
    var name: String
    var value: String
    var file: String
    var line: Int
  }

  /// How deep files include each other.
  private static let depthMax = 20

  private let load: (String) -> String?
  private(set) var findings: [Finding] = []

  /// - Parameter load: the text of a file; nil: it cannot be read.
  init(load: @escaping (String) -> String?) { self.load = load }

  /// All that the file and those it includes hold; nil: it cannot be read.
  mutating func read(_ path: String) -> Section? {
    guard let text = load(path) else { return nil }
    var stack = [Section(name: "", argument: "", file: path, line: 1)]
    read(text, path, into: &stack, depth: 0)
    return close(&stack)
  }

  private mutating func close(_ stack: inout [Section]) -> Section {
    while stack.count > 1 {
      let open = stack.removeLast()
      findings.append(Finding(open.file, open.line, "the section `\(open.name)` is not closed"))
      stack[stack.count - 1].sections.append(open)
    }
    return stack[0]
  }

  private mutating func read(_ text: String, _ path: String, into stack: inout [Section], depth: Int) {
    for (index, line) in text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
      var words = RaddbFile.words(String(decoding: line, as: UTF8.self))[...]
      while let word = words.first {
        words = words.dropFirst()
        take(word, &words, path, index + 1, &stack, depth: depth)
      }
    }
  }

  private mutating func take(
    _ word: String, _ words: inout ArraySlice<String>, _ path: String, _ line: Int, _ stack: inout [Section],
    depth: Int
  ) {
    if word == "}" {
      guard stack.count > 1 else { return findings.append(Finding(path, line, "a `}` that closes nothing")) }
      let done = stack.removeLast()
      stack[stack.count - 1].sections.append(done)
    } else if word.lowercased() == "$include" || word.lowercased() == "$-include" {
      let target = words.popFirst() ?? ""
      include(target, from: path, line, &stack, depth: depth)
    } else if words.first == "=" || words.first == ":=" || words.first == "+=" {
      words = words.dropFirst()
      // A value ends its line, but for a closing brace or a comma.
      let value = words.first == "}" ? "" : words.popFirst() ?? ""
      let pair = Pair(name: word.replacing("-", with: "_"), value: value, file: path, line: line)
      stack[stack.count - 1].pairs.append(pair)
    } else if words.first == "{" {
      words = words.dropFirst()
      stack.append(Section(name: word, argument: "", file: path, line: line))
    } else if words.dropFirst().first == "{" {
      let argument = words.popFirst() ?? ""
      words = words.dropFirst()
      stack.append(Section(name: word, argument: argument, file: path, line: line))
    }
  }

  private mutating func include(
    _ target: String, from path: String, _ line: Int, _ stack: inout [Section], depth: Int
  ) {
    guard !target.contains("${"), !target.hasSuffix("/") else {
      return findings.append(Finding(path, line, "`$INCLUDE \(target)` is not followed; import that file by itself"))
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let file = target.hasPrefix("/") ? target : folder + target
    guard depth < RaddbFile.depthMax, let text = load(file) else {
      return findings.append(Finding(path, line, "`$INCLUDE \(target)` cannot be read"))
    }
    let open = stack.count
    read(text, file, into: &stack, depth: depth + 1)
    if stack.count != open { findings.append(Finding(file, 0, "its braces do not match")) }
  }

  /// The words of a line: quoted texts, `{`, `}`, `=` and what stands between. A comment ends it.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var rest = line[...]
    while let first = rest.first {
      if first.isWhitespace || first == "," {
        rest = rest.dropFirst()
      } else if first == "#" {
        return words
      } else if first == "\"" || first == "'" {
        words.append(quoted(&rest, first))
      } else if first == "{" || first == "}" {
        words.append(String(first))
        rest = rest.dropFirst()
      } else if let mark = [":=", "+=", "="].first(where: { rest.hasPrefix($0) }) {
        words.append(mark)
        rest = rest.dropFirst(mark.count)
      } else {
        let isValue = ["=", ":=", "+="].contains(words.last ?? "")
        // A bare value may hold `=`; `${…}` holds braces.
        let word = rest.prefix { character in
          !character.isWhitespace && character != "," && (isValue || !["=", "{", "}"].contains(character))
        }
        words.append(word.isEmpty ? String(first) : String(word))
        rest = rest.dropFirst(max(1, word.count))
      }
    }
    return words
  }

  private static func quoted(_ rest: inout Substring, _ quote: Character) -> String {
    var text = ""
    rest = rest.dropFirst()
    while let character = rest.popFirst(), character != quote {
      if character == "\\", let next = rest.popFirst() {
        text.append(next == "n" ? "\n" : next == "t" ? "\t" : next)
      } else {
        text.append(character)
      }
    }
    return text
  }
}
