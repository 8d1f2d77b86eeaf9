import Testing

/// A wrong configuration and what must be said about it.
struct Fault: Sendable, CustomTestStringConvertible {
  let name: String
  let text: String
  /// `LINE: key` of each error, in order.
  let places: [String]
  /// What the first error says, word for word.
  let words: String

  init(_ name: String, _ text: String, _ places: [String], _ words: String) {
    self.name = name
    self.text = text
    self.places = places
    self.words = words
  }

  var testDescription: String { name }
}
