extension AttributeDictionary {
  /// Whole attributes, headers and all, as they go into a packet after its header, in the order given: vendors'
  /// and extended attributes in their envelopes, neighbouring TLVs of one parent together, long values split where
  /// the attribute allows it.
  ///
  /// Left out are internal attributes (number 256 and above), virtual ones, and empty texts, which RFC 2865 §5 forbids.
  ///
  /// - Throws: when a value does not fit, or it has to be hidden and `hiding` is nil.
  package func encode(_ pairs: [AttributePair], hiding: Hiding? = nil) throws(ValueError) -> [UInt8] {
    var out: [UInt8] = []
    let sent = pairs.filter(AttributeDictionary.isSent)
    var index = 0
    while index < sent.count {
      let carrier = carrierLength(sent[index].definition.path)
      let numbers = sent[index].definition.path.numbers
      var end = index + 1
      if numbers.count > carrier {
        while end < sent.count, sent[end].definition.path.numbers.count > carrier,
          sent[end].definition.path.numbers.starts(with: numbers[..<carrier])
        { end += 1 }
      }
      let body = try body(sent[index..<end], depth: carrier, hiding: hiding)
      let path = AttributePath(Array(numbers[..<carrier]))
      let isConcatenated = numbers.count == carrier && sent[index].definition.flags.isConcatenated
      try wrap(body, path: path, isConcatenated: isConcatenated, name: sent[index].definition.name, into: &out)
      index = end
    }
    return out
  }

  private static func isSent(_ pair: AttributePair) -> Bool {
    guard pair.definition.path.isOnTheWire, !pair.definition.flags.isVirtual else { return false }
    switch pair.value {
    case .string(let octets), .octets(let octets): return !octets.isEmpty
    default: return true
    }
  }

  /// How many numbers of a path lead to the attribute that TLVs hang in: 1 for `[1]` and `[173, 1]`, 3 for
  /// `[26, 9, 1]`, 2 for `[241, 1]`, 4 for `[241, 26, 9, 1]`.
  func carrierLength(_ path: AttributePath) -> Int {
    let numbers = path.numbers
    if path.type == AttributePath.vendorSpecific { return numbers.count >= 3 ? 3 : 1 }
    guard AttributePath.extendedTypes.contains(path.type), numbers.count >= 2 else { return 1 }
    if numbers[1] == AttributePath.vendorSpecific { return numbers.count >= 4 ? 4 : 2 }
    return 2
  }

  /// The value of an attribute: of one pair, or of TLVs whose numbers begin at `depth` of their paths.
  private func body(
    _ pairs: ArraySlice<AttributePair>, depth: Int, hiding: Hiding?
  ) throws(ValueError) -> [UInt8] {
    guard let first = pairs.first else { return [] }
    if first.definition.path.numbers.count == depth { return try value(first, hiding: hiding) }
    var out: [UInt8] = []
    var index = pairs.startIndex
    while index < pairs.endIndex {
      let numbers = pairs[index].definition.path.numbers
      var end = index + 1
      if numbers.count > depth + 1 {
        while end < pairs.endIndex, pairs[end].definition.path.numbers.count > depth + 1,
          pairs[end].definition.path.numbers[depth] == numbers[depth]
        { end += 1 }
      }
      let inner = try body(pairs[index..<end], depth: depth + 1, hiding: hiding)
      guard let type = UInt8(exactly: numbers[depth]), let length = UInt8(exactly: inner.count + 2) else {
        throw ValueError(
          "\(pairs[index].definition.name) gets \(inner.count) octets", remedy: "a TLV holds at most 253")
      }
      out += [type, length] + inner
      index = end
    }
    return out
  }

  /// The octets of a pair: tagged, hidden.
  private func value(_ pair: AttributePair, hiding: Hiding?) throws(ValueError) -> [UInt8] {
    let definition = pair.definition
    var octets = try encode(pair.value, of: definition)
    if definition.flags.encryption != .none {
      guard let hiding else {
        throw ValueError("\(definition.name) is hidden on the wire", remedy: "give the shared secret that hides it")
      }
      octets = try hiding(definition, octets)
    }
    guard definition.flags.hasTag else { return octets }
    let tag = pair.tag ?? 0
    guard tag <= 31 else { throw ValueError("\(definition.name) gets the tag \(tag)", remedy: "a tag is 0 to 31") }
    if definition.type == .integer {
      // RFC 2868 §3.1: the tag takes the first of the four octets.
      guard octets.count == 4 else { return octets }
      guard octets[0] == 0 || tag == 0 else {
        throw ValueError(
          "\(definition.name) gets a number over 16777215", remedy: "beside a tag it is at most 16777215")
      }
      if tag > 0 { octets[0] = tag }
      return octets
    }
    // RFC 2868 §3.5: Tunnel-Password always has the octet; texts have it only for a tag, or to keep their own first
    // octet from being taken for one (§3.3).
    let looksTagged = octets.first.map { $0 <= 0x1f } ?? false
    return tag > 0 || looksTagged || definition.flags.encryption == .tunnelPassword ? [tag] + octets : octets
  }

  /// Puts a value into the attribute, or the attributes, that carry it.
  private func wrap(
    _ body: [UInt8], path: AttributePath, isConcatenated: Bool, name: String, into out: inout [UInt8]
  ) throws(ValueError) {
    let type = UInt8(truncatingIfNeeded: path.type)
    switch (path.type, path.numbers.count) {
    case (AttributePath.vendorSpecific, 3...):
      try wrapVendor(body, path: path, name: name, into: &out)
    case (AttributePath.extendedTypes, 2...):
      var value = body
      if path.numbers.count >= 4 {
        guard let number = UInt8(exactly: path.numbers[3]) else { throw outOfRange(name, path.numbers[3]) }
        value = bigEndian(UInt64(path.numbers[2]), count: 4) + [number] + body
      }
      let extended = UInt8(truncatingIfNeeded: path.numbers[1])
      let isLong = path.type >= 245
      let parts = try split(value, lengthMax: isLong ? 251 : 252, isAllowed: isLong, name: name)
      for (index, part) in parts.enumerated() {
        // RFC 6929 §2.2: the More bit stands in all fragments but the last.
        let flags: [UInt8] = isLong ? [index < parts.count - 1 ? 0x80 : 0] : []
        out += [type, UInt8(3 + flags.count + part.count), extended] + flags + part
      }
    default:
      for part in try split(body, lengthMax: 253, isAllowed: isConcatenated, name: name) {
        out += [type, UInt8(2 + part.count)] + part
      }
    }
  }

  private func wrapVendor(
    _ body: [UInt8], path: AttributePath, name: String, into out: inout [UInt8]
  ) throws(ValueError) {
    let (vendorNumber, number) = (path.numbers[1], path.numbers[2])
    let vendor = vendor(number: vendorNumber) ?? VendorDefinition(name: "", number: vendorNumber)
    guard vendor.typeOctets >= 4 || number >> UInt32(8 * vendor.typeOctets) == 0 else { throw outOfRange(name, number) }
    let header = vendor.typeOctets + vendor.lengthOctets + (vendor.hasContinuation ? 1 : 0)
    let parts = try split(body, lengthMax: 253 - 4 - header, isAllowed: vendor.hasContinuation, name: name)
    for (index, part) in parts.enumerated() {
      out += [UInt8(AttributePath.vendorSpecific), UInt8(2 + 4 + header + part.count)]
      out += bigEndian(UInt64(vendorNumber), count: 4) + bigEndian(UInt64(number), count: vendor.typeOctets)
      if vendor.lengthOctets > 0 { out += bigEndian(UInt64(header + part.count), count: vendor.lengthOctets) }
      if vendor.hasContinuation { out.append(index < parts.count - 1 ? 0x80 : 0) }
      out += part
    }
  }

  private func outOfRange(_ name: String, _ number: UInt32) -> ValueError {
    ValueError("the number \(number) of \(name) has no room in its octets", remedy: "correct the number")
  }

  /// The value in parts of at most `lengthMax` octets; at least one part.
  private func split(
    _ value: [UInt8], lengthMax: Int, isAllowed: Bool, name: String
  ) throws(ValueError) -> [ArraySlice<UInt8>] {
    if value.count <= lengthMax { return [value[...]] }
    guard isAllowed else {
      throw ValueError("\(name) gets \(value.count) octets", remedy: "it holds at most \(lengthMax)")
    }
    return stride(from: 0, to: value.count, by: lengthMax).map { value[$0..<min($0 + lengthMax, value.count)] }
  }
}
