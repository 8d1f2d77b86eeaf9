/// A function or initialiser and how many lines it takes, from its declaration to its closing brace.
struct FunctionLength: Equatable {
  let name: String
  /// The line of the declaration, counted from 1.
  let line: Int
  let lines: Int
}

extension SourceFile {
  /// Every function and initialiser that has a body.
  var functionLengths: [FunctionLength] {
    code.indices.compactMap { index in
      guard let name = Self.declaredFunction(code[index]) else { return nil }
      guard let end = endOfBody(from: index) else { return nil }
      return FunctionLength(name: name, line: index + 1, lines: end - index + 1)
    }
  }

  /// The name of the function that a line declares.
  private static func declaredFunction(_ line: Substring) -> String? {
    let words = line.split(separator: " ", maxSplits: 8)
    for (index, word) in words.enumerated() {
      if word == "func", index + 1 < words.count { return String(words[index + 1].prefix { $0 != "(" && $0 != "<" }) }
      if word == "init" || ["init(", "init?(", "init<"].contains(where: word.hasPrefix) { return "init" }
      guard word.allSatisfy({ $0.isLowercase || "@()_".contains($0) || $0.isUppercase }) else { return nil }
    }
    return nil
  }

  /// The index of the line that closes the body of what line `start` declares; nil where there is no body.
  private func endOfBody(from start: Int) -> Int? {
    var parentheses = 0
    var braces = 0
    for index in start..<code.count {
      for character in code[index] {
        switch character {
        case "(", "[": parentheses += 1
        case ")", "]": parentheses -= 1
        case "{" where parentheses == 0 || braces > 0: braces += 1
        case "}" where braces > 0:
          braces -= 1
          if braces == 0 { return index }
        case "}" where parentheses == 0: return nil
        default: break
        }
      }
      if braces == 0, parentheses == 0, !continues(after: index) { return nil }
    }
    return nil
  }

  /// Whether the declaration goes on in the line after `index`: a requirement of a protocol does not.
  private func continues(after index: Int) -> Bool {
    guard index + 1 < code.count else { return false }
    let next = code[index + 1].drop { $0 == " " }
    return ["->", "where", "{", "throws", "async"].contains { next.hasPrefix($0) }
  }
}
