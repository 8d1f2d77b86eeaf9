/// VALUE lines.
extension DictionaryReader {
  /// `VALUE attribute name number`
  mutating func value(_ words: [Substring], at place: Place) throws(DictionaryError) {
    guard words.count == 4 else {
      throw place.error("VALUE with \(words.count - 1) words", remedy: "write VALUE ATTRIBUTE NAME NUMBER")
    }
    contents.counts.values += 1
    if let attribute = contents.attribute(named: words[1]) {
      try addValue(String(words[2]), number: String(words[3]), of: attribute, at: place)
    } else {
      pendingValues[lowercasedASCII(words[1]), default: []].append(
        PendingValue(
          attribute: String(words[1]), name: String(words[2]), number: String(words[3]), place: place,
          order: contents.counts.values))
    }
  }

  /// Takes the VALUE lines that waited for an attribute.
  mutating func addPendingValues(of attribute: AttributeDefinition, key: String) throws(DictionaryError) {
    guard let waiting = pendingValues.removeValue(forKey: key) else { return }
    for value in waiting { try addValue(value.name, number: value.number, of: attribute, at: value.place) }
  }

  mutating func addValue(
    _ name: String, number word: String, of attribute: AttributeDefinition, at place: Place
  ) throws(DictionaryError) {
    // FreeRADIUS's own files name numbers that stand inside octets (CableLabs-Event-Message); nothing prints them.
    guard attribute.type.isNumeric || attribute.type == .octets else {
      throw place.error(
        "a VALUE of \(attribute.name), whose type is \(attribute.type.rawValue)",
        remedy: "only attributes with numbers have named values")
    }
    guard name.utf8.count <= DictionaryLimits.nameLengthMax else {
      throw place.error(
        "a name of \(name.utf8.count) octets", remedy: "a name has at most \(DictionaryLimits.nameLengthMax)")
    }
    let number = try valueNumber(word, of: attribute, at: place)
    let key = lowercasedASCII(name)
    if !contents.values[attribute.path, default: ValueTable()].add(name, lowercased: key, number: number) {
      let known = contents.values[attribute.path]?.number(lowercased: key) ?? 0
      throw place.error(
        "\(name) stands for \(known) in \(attribute.name) already, and gets \(word)",
        remedy: "give each number a name of its own")
    }
  }

  private func valueNumber(
    _ word: String, of attribute: AttributeDefinition, at place: Place
  ) throws(DictionaryError) -> UInt64 {
    if attribute.type == .signed, let number = Int32(word) { return UInt64(UInt32(bitPattern: number)) }
    guard let number = DictionaryReader.number(word[...]) else {
      throw place.error("\(word) is no number", remedy: "write a decimal number, or 0x and a hexadecimal one")
    }
    let largest = attribute.type.largestNumber
    guard number <= largest else {
      throw place.error(
        "\(word) is out of range", remedy: "\(attribute.name) is of type \(attribute.type.rawValue), 0 to \(largest)")
    }
    return number
  }
}
