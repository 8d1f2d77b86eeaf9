/// The words of a filter in lower case, taken from left to right.
struct AscendFilterWords {
  private var rest: ArraySlice<String>

  init(_ text: some StringProtocol) {
    rest = lowercasedASCII(text).split { $0 == " " || $0 == "\t" }.map(String.init)[...]
  }

  mutating func take() -> String? { rest.popFirst() }

  /// Takes the next word where it is this one.
  mutating func take(_ word: String) -> Bool {
    guard rest.first == word else { return false }
    rest.removeFirst()
    return true
  }

  /// Takes a decimal number; nil, with the word gone, where the next one is none or is over `max`.
  mutating func number(max: UInt64) -> UInt64? {
    guard let word = take(), word.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt64(word) else {
      return nil
    }
    return number <= max ? number : nil
  }
}
