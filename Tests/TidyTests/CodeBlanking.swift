/// Takes comments and the contents of string literals out of Swift source, and keeps every newline in its place.
/// What an interpolation holds is code and stays.
struct CodeBlanking {
  private let source: [Character]
  private var position = 0
  private var output = ""

  init(_ text: String) { source = Array(text) }

  mutating func run() -> String {
    code(until: nil)
    return output
  }

  /// Copies code up to a closing parenthesis that nothing in it opened, or to the end.
  private mutating func code(until closing: Character?) {
    var depth = 0
    while position < source.count {
      let character = source[position]
      if starts(with: "//") {
        while position < source.count, source[position] != "\n" { position += 1 }
      } else if starts(with: "/*") {
        blockComment()
      } else if character == "\"" || (character == "#" && opensRawString) {
        string()
      } else {
        if character == "(" { depth += 1 }
        if character == ")" {
          if depth == 0, closing != nil { return }
          depth -= 1
        }
        output.append(character)
        position += 1
      }
    }
  }

  private mutating func blockComment() {
    while position < source.count, !starts(with: "*/") {
      if source[position] == "\n" { output.append("\n") }
      position += 1
    }
    position = min(position + 2, source.count)
  }

  private var opensRawString: Bool {
    var index = position
    while index < source.count, source[index] == "#" { index += 1 }
    return index < source.count && source[index] == "\""
  }

  private mutating func string() {
    var hashes = ""
    while source[position] == "#" {
      hashes.append("#")
      position += 1
    }
    let quotes = starts(with: "\"\"\"") ? "\"\"\"" : "\""
    position += quotes.count
    output.append("\"")
    while position < source.count, !starts(with: quotes + hashes) {
      if starts(with: "\\" + hashes + "(") {
        position += 2 + hashes.count
        output.append("(")
        code(until: ")")
        output.append(")")
        position += 1
      } else if starts(with: "\\" + hashes) {
        position += 2 + hashes.count
      } else {
        if source[position] == "\n" { output.append("\n") }
        position += 1
      }
    }
    output.append("\"")
    position += quotes.count + hashes.count
  }

  private func starts(with text: String) -> Bool {
    var index = position
    for character in text {
      guard index < source.count, source[index] == character else { return false }
      index += 1
    }
    return true
  }
}
