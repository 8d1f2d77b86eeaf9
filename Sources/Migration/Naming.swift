/// Names of clients and pools as Rollcall takes them.
enum Naming {
  /// Letters, digits, `.`, `_` and `-`, at most 64; what else there was becomes `-`.
  static func word(_ text: String) -> String {
    let word = String(
      text.map { character in
        character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character)) ? character : "-"
      }.prefix(64))
    return word.isEmpty || word.hasPrefix(".") ? "x" + word.dropFirst(word.isEmpty ? 0 : 1) : word
  }
}
