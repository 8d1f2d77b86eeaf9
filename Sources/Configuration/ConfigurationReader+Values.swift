import NetworkAddress

extension ConfigurationReader {
  /// What `read` makes of a key's value; `default` where the key is absent or `read` has reported a fault.
  mutating func value<Value>(
    _ section: Section, _ key: String, default: Value,
    _ read: (inout ConfigurationReader, Field) -> Value?
  ) -> Value {
    guard let field = section[key] else { return `default` }
    return read(&self, field) ?? `default`
  }

  /// A single value that is not empty.
  mutating func text(_ field: Field, expected: String) -> String? {
    guard let text = field.text else {
      error(field, "is \(field.kind), where a single value is expected", "write \(expected)")
      return nil
    }
    if field.hasTag {
      error(field, "begins with `!`, which YAML takes for a tag", "put quotes around the value")
      return nil
    }
    if field.isEmpty || text.isEmpty {
      error(field, "has no value", "write \(expected)")
      return nil
    }
    return text
  }

  /// A path, made relative to the folder of the file.
  mutating func path(_ field: Field, expected: String) -> String? {
    guard let path = text(field, expected: expected) else { return nil }
    guard !path.utf8.contains(0) else {
      error(field, "holds a NUL", "write \(expected)")
      return nil
    }
    return PathText.resolve(path, in: folder)
  }

  mutating func integer(_ field: Field, in bounds: ClosedRange<Int>) -> Int? {
    let expected = "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    guard let text = text(field, expected: expected) else { return nil }
    guard let number = Int(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), bounds.contains(number) else {
      return refuse(field, text, "is not \(expected)", "write \(expected)")
    }
    return number
  }

  mutating func percent(_ field: Field) -> Int? {
    let expected = "a percentage from 0% to 100%, such as 20%"
    guard let text = text(field, expected: expected) else { return nil }
    guard text.last == "%", let number = Int(text.dropLast()), (0...100).contains(number), text.first != "+" else {
      return refuse(field, text, "is not a percentage from 0% to 100%", "write \(expected)")
    }
    return number
  }

  mutating func size(_ field: Field, in bounds: ClosedRange<Int>) -> Int? {
    let expected = "a size from \(SizeText.format(bounds.lowerBound)) to \(SizeText.format(bounds.upperBound))"
    guard let text = text(field, expected: "\(expected), such as 4MiB") else { return nil }
    guard let octets = SizeText.parse(text), bounds.contains(octets) else {
      return refuse(field, text, "is not \(expected)", "write octets, or a number and KiB or MiB, such as 4MiB")
    }
    return octets
  }

  /// A span in milliseconds. `inWholeSeconds`: RADIUS carries this one in seconds.
  mutating func duration(_ field: Field, in bounds: ClosedRange<Int64>, inWholeSeconds: Bool = false) -> Int64? {
    let example = "a number and its unit: 500ms, 60s, 10m, 24h or 30d"
    guard let text = text(field, expected: example) else { return nil }
    guard let span = DurationText.parse(text) else {
      return refuse(field, text, "is not a duration", "write \(example)")
    }
    guard bounds.contains(span) else {
      let limits = "\(DurationText.format(bounds.lowerBound)) to \(DurationText.format(bounds.upperBound))"
      return refuse(field, text, "is out of range", "write a duration from \(limits)")
    }
    guard !inWholeSeconds || span % 1000 == 0 else {
      return refuse(field, text, "is not in whole seconds, in which RADIUS carries it", "write whole seconds")
    }
    return span
  }

  mutating func boolean(_ field: Field) -> Bool? {
    guard let text = text(field, expected: "true or false") else { return nil }
    switch text {
    case "true", "yes": return true
    case "false", "no": return false
    default: return refuse(field, text, "is neither true nor false", "write true or false")
    }
  }

  /// One of the words of an enumeration.
  mutating func choice<Choice>(_ field: Field) -> Choice?
  where Choice: CaseIterable & RawRepresentable<String> {
    let words = Choice.allCases.map(\.rawValue)
    guard let text = text(field, expected: "one of \(listed(words))") else { return nil }
    guard let choice = Choice(rawValue: text) else {
      if let nearest = NearestWord.find(text, among: words) {
        return refuse(field, text, "is not one of \(listed(words))", "did you mean `\(nearest)`?")
      }
      return refuse(field, text, "is not a known word here", "write one of \(listed(words))")
    }
    return choice
  }

  mutating func endpoint(_ field: Field) -> Endpoint? {
    let example = "ADDRESS:PORT, such as 127.0.0.1:1812, 0.0.0.0:1812 or \"[::]:1812\""
    guard let text = text(field, expected: example) else { return nil }
    guard let endpoint = Endpoint(text) else {
      return refuse(field, text, "is not an address and a port", "write \(example)")
    }
    return endpoint
  }

  /// An address or a block. Bits past the prefix are dropped with a warning.
  mutating func block(_ field: Field) -> AddressBlock? {
    let example = "an address or a block, such as 192.0.2.1, 10.0.0.0/8 or 2001:db8::/32"
    guard let text = text(field, expected: example) else { return nil }
    guard let block = AddressBlock(text) else {
      return refuse(field, text, "is not an address or a block", "write \(example)")
    }
    warnOfHostBits(field, text)
    return block
  }

  /// IPv4 addresses in one of three forms. Bits past a prefix are dropped with a warning.
  mutating func range(_ field: Field) -> AddressRange? {
    let example = "10.0.0.0/24, 10.0.0.10-10.0.0.99 or 10.0.0.5"
    guard let text = text(field, expected: example)?.filter({ $0 != " " }) else { return nil }
    guard let range = AddressRange(text) else {
      if AddressBlock(text) != nil {
        return refuse(field, text, "is IPv6, and a pool holds IPv4 addresses", "write \(example)")
      }
      let ends = text.split(separator: "-").compactMap { IPv4Address($0) }
      if ends.count == 2 {
        return refuse(field, text, "ends before it begins", "write \(ends[1])-\(ends[0])")
      }
      return refuse(field, text, "is not an IPv4 block, range or address", "write \(example)")
    }
    warnOfHostBits(field, text)
    return range
  }

  /// A mask of one bits and then zero bits, as dotted quad or `/LENGTH`; nil for `none`.
  mutating func netmask(_ field: Field) -> IPv4Address? {
    let example = "a netmask, such as 255.255.255.0 or /24, or none"
    guard let text = text(field, expected: example), text != "none" else { return nil }
    if text.first == "/", let block = AddressBlock("255.255.255.255" + text) {
      return IPv4Address(rawValue: UInt32(block.network))
    }
    guard let mask = IPv4Address(text), ~mask.rawValue & (~mask.rawValue &+ 1) == 0 else {
      return refuse(field, text, "is not a netmask", "write \(example)")
    }
    return mask
  }

  /// A name of a client or a pool: it stands in tables, logs and metrics, so no spaces.
  mutating func name(_ field: Field) -> String? {
    let expected = "a name of 1 to 64 printable characters without spaces"
    guard let text = text(field, expected: expected) else { return nil }
    let isPrintable = text.unicodeScalars.allSatisfy {
      !$0.properties.isWhitespace && ![.control, .format, .unassigned].contains($0.properties.generalCategory)
    }
    guard text.count <= 64, isPrintable else {
      return refuse(field, text, "cannot be a name", "write \(expected)")
    }
    return text
  }

  /// Reports a value by what it says, which is never done where a secret may stand. Returns nil.
  private mutating func refuse<Value>(_ field: Field, _ text: String, _ problem: String, _ remedy: String) -> Value? {
    let shown = text.count > 64 ? "\(text.prefix(64))…" : text
    error(field, "`\(shown.map { $0.isNewline ? " " : String($0) }.joined())` \(problem)", remedy)
    return nil
  }

  private mutating func warnOfHostBits(_ field: Field, _ text: String) {
    guard let slash = text.firstIndex(of: "/"), let address = IPAddress(text[..<slash]),
      let block = AddressBlock(text), AddressBlock(address, prefixLength: block.prefixLength)?.network != value(address)
    else { return }
    warning(field, "`\(text)` names an address inside the block", "write \(block), as which it is taken")
  }

  private func value(_ address: IPAddress) -> UInt128 {
    switch address {
    case .v4(let address): UInt128(address.rawValue)
    case .v6(let address): address.rawValue
    }
  }
}
