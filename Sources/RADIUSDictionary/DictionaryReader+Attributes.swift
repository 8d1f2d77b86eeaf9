/// ATTRIBUTE lines.
extension DictionaryReader {
  /// `ATTRIBUTE name number type [flags]`
  mutating func attribute(_ words: [Substring], at place: Place) throws(DictionaryError) {
    guard words.count >= 4 else {
      throw place.error("ATTRIBUTE with \(words.count - 1) words", remedy: "write ATTRIBUTE NAME NUMBER TYPE [FLAGS]")
    }
    try checkName(words[1], at: place)
    let (type, length) = try DictionaryReader.dataType(words[3], at: place)
    var base = place.tlvs.last?.attribute.path ?? place.vendor?.path
    let flags: AttributeFlags
    if words.count == 5, base == nil, let vendor = contents.vendor(named: words[4]) {
      // The old way to say whose attribute it is: the vendor's name in the place of the flags.
      base = AttributePath([AttributePath.vendorSpecific, vendor.number])
      flags = AttributeFlags()
    } else {
      flags = try DictionaryReader.flags(words[4...], type: type, at: place)
    }
    let path = try path(words[2], in: base, at: place)
    let definition = AttributeDefinition(
      name: String(words[1]), path: path, type: type, flags: flags, length: length)
    let key = lowercasedASCII(words[1])
    if let known = contents.attributesByName[key] {
      guard known.path == path else {
        throw place.error(
          "\(words[1]) is attribute \(known.path) already, and gets \(path)",
          remedy: "give each attribute a name of its own")
      }
      if let index = contents.attributes.firstIndex(where: { $0 === known }) { contents.attributes[index] = definition }
    } else {
      contents.attributes.append(definition)
    }
    contents.counts.attributes += 1
    contents.attributesByName[key] = definition
    contents.attributesByPath[path] = definition
    if !pendingValues.isEmpty { try addPendingValues(of: definition, key: key) }
  }

  /// The path of a number or of dotted numbers, inside the open block.
  private func path(
    _ word: Substring, in base: AttributePath?, at place: Place
  ) throws(DictionaryError) -> AttributePath {
    var numbers = base?.numbers ?? []
    let baseCount = numbers.count
    for part in word.split(separator: ".", omittingEmptySubsequences: false) {
      guard let number = DictionaryReader.number(part), let number = UInt32(exactly: number) else {
        throw place.error("\(word) is no attribute number", remedy: "write a number, or numbers with dots between")
      }
      numbers.append(number)
    }
    guard numbers.count <= DictionaryLimits.pathLengthMax else {
      throw place.error(
        "attribute \(word) lies \(numbers.count) deep", remedy: "at most \(DictionaryLimits.pathLengthMax) is possible")
    }
    for position in baseCount..<numbers.count {
      let path = AttributePath(Array(numbers[...position]))
      let range = numberRange(at: path)
      guard range.contains(numbers[position]) else {
        throw place.error(
          "number \(numbers[position]) is out of range",
          remedy: "it can be \(range.lowerBound) to \(range.upperBound) here")
      }
      if position < numbers.count - 1 { try checkParent(path, at: place) }
    }
    return AttributePath(numbers)
  }

  /// What the last number of a path can be, by the octets that carry it.
  private func numberRange(at path: AttributePath) -> ClosedRange<UInt32> {
    let numbers = path.numbers
    if numbers.count == 1 { return 1...DictionaryLimits.internalNumberMax }
    if path.type == AttributePath.vendorSpecific {
      if numbers.count == 2 { return 1...UInt32.max }
      guard numbers.count == 3 else { return 1...255 }
      // A vendor's own number may be 0, as in DHCP.
      switch contents.vendorsByNumber[numbers[1]]?.typeOctets {
      case 4: return 0...UInt32.max
      case 2: return 0...65_535
      default: return 0...255
      }
    }
    if path.vendor != nil, numbers.count == 3 { return 1...UInt32.max }
    return 1...255
  }

  /// Dotted numbers lead through attributes that hold others.
  private func checkParent(_ path: AttributePath, at place: Place) throws(DictionaryError) {
    if path.type == AttributePath.vendorSpecific, path.numbers.count <= 2 {
      guard path.numbers.count == 2, contents.vendorsByNumber[path.numbers[1]] == nil else { return }
      throw place.error(
        "no VENDOR line defines vendor \(path.numbers[1])", remedy: "write VENDOR NAME \(path.numbers[1]) before it")
    }
    // The vendor's number inside an extended attribute is no attribute.
    if path.vendor != nil, path.numbers.count == 3 { return }
    guard let parent = contents.attributesByPath[path] else {
      throw place.error(
        "no ATTRIBUTE line before this one defines its parent, \(path)", remedy: "define \(path) with type tlv before")
    }
    guard parent.type.isStructural else {
      throw place.error(
        "its parent \(parent.name) (\(path)) is of type \(parent.type.rawValue) and holds no attributes",
        remedy: "the parent's type must be tlv, extended, long-extended or evs")
    }
  }

  func checkName(_ name: Substring, at place: Place) throws(DictionaryError) {
    guard name.utf8.count <= DictionaryLimits.nameLengthMax else {
      throw place.error(
        "a name of \(name.utf8.count) octets", remedy: "a name has at most \(DictionaryLimits.nameLengthMax)")
    }
    guard name.utf8.allSatisfy(isNameOctet) else {
      throw place.error(
        "\(name) is no name", remedy: "names are made of letters, digits and the characters - _ . /")
    }
  }

  /// A decimal number, or a hexadecimal one after `0x`.
  static func number(_ word: Substring) -> UInt64? {
    if word.hasPrefix("0x") || word.hasPrefix("0X") {
      let digits = word.dropFirst(2)
      return digits.utf8.first.map(isAlphanumeric) == true ? UInt64(digits, radix: 16) : nil
    }
    guard let first = word.utf8.first, (0x30...0x39).contains(first) else { return nil }
    return UInt64(word)
  }
}

/// Whether names of dictionaries may hold the octet.
func isNameOctet(_ octet: UInt8) -> Bool {
  isAlphanumeric(octet) || "-_./".utf8.contains(octet)
}

func isAlphanumeric(_ octet: UInt8) -> Bool {
  (0x30...0x39).contains(octet) || (0x41...0x5a).contains(octet) || (0x61...0x7a).contains(octet)
}
