/// Takes the pairs out of encoded attributes, one attribute after the other.
struct PairDecoder {
  let dictionary: AttributeDictionary
  let revealing: AttributeDictionary.Revealing?
  private(set) var pairs: [AttributePair] = []
  /// What an attribute with a continuation has gathered so far.
  private var fragment: (path: AttributePath, octets: [UInt8])?

  init(dictionary: AttributeDictionary, revealing: AttributeDictionary.Revealing?) {
    self.dictionary = dictionary
    self.revealing = revealing
  }

  /// Takes all attributes. A length that does not fit ends the reading; a ``Packet`` has none such.
  mutating func take(_ attributes: [UInt8]) {
    var offset = 0
    while offset + 2 <= attributes.count {
      let length = Int(attributes[offset + 1])
      guard length >= 2, offset + length <= attributes.count else { break }
      let value = attributes[(offset + 2)..<(offset + length)]
      take(type: UInt32(attributes[offset]), value)
      offset += length
    }
    endFragment()
  }

  private mutating func take(type: UInt32, _ value: ArraySlice<UInt8>) {
    if type == AttributePath.vendorSpecific {
      if !takeVendor(value) { raw(AttributePath([type]), value) }
    } else if AttributePath.extendedTypes.contains(type) {
      if !takeExtended(type: type, value) { raw(AttributePath([type]), value) }
    } else {
      let path = AttributePath([type])
      let isConcatenated = dictionary.attribute(path: path)?.flags.isConcatenated == true
      // RFC 3579 §3.1: parts of one value follow each other directly; whatever comes between ends the value.
      gather(path, value, hasMore: isConcatenated)
    }
  }

  /// Attributes that no continuation belongs to, and malformed ones, which end what was gathered.
  private mutating func raw(_ path: AttributePath, _ value: ArraySlice<UInt8>) {
    endFragment()
    pairs.append(AttributePair(dictionary.unknownAttribute(path), value: .octets(Array(value))))
  }

  /// Adds a part of a value, and ends the value when there is no more of it.
  private mutating func gather(
    _ path: AttributePath, _ part: ArraySlice<UInt8>, hasMore: Bool
  ) {
    if fragment?.path == path {
      fragment?.octets += part
    } else {
      endFragment()
      fragment = (path, Array(part))
    }
    if !hasMore { endFragment() }
  }

  private mutating func endFragment() {
    guard let whole = fragment else { return }
    fragment = nil
    value(whole.path, whole.octets[...])
  }

  /// RFC 2865 §5.26. False, with nothing taken, when the vendor's attributes do not fill the value exactly.
  private mutating func takeVendor(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.count > 4 else { return false }
    let number = value.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    let format = dictionary.vendor(number: number) ?? VendorDefinition(name: "", number: number)
    let header = format.typeOctets + format.lengthOctets + (format.hasContinuation ? 1 : 0)
    var parts: [(type: UInt32, value: ArraySlice<UInt8>, hasMore: Bool)] = []
    var rest = value.dropFirst(4)
    while !rest.isEmpty {
      guard rest.count >= header else { return false }
      let type = rest.prefix(format.typeOctets).reduce(0) { $0 << 8 | UInt32($1) }
      var length = rest.count
      if format.lengthOctets > 0 {
        length = rest.dropFirst(format.typeOctets).prefix(format.lengthOctets).reduce(0) { $0 << 8 | Int($1) }
      }
      guard (header...rest.count).contains(length) else { return false }
      let flags = format.hasContinuation ? rest[rest.startIndex + header - 1] : 0
      parts.append((type, rest.prefix(length).dropFirst(header), flags & 0x80 != 0))
      rest = rest.dropFirst(length)
    }
    for part in parts {
      let path = AttributePath([AttributePath.vendorSpecific, number, part.type])
      gather(path, part.value, hasMore: part.hasMore)
    }
    return true
  }

  /// RFC 6929 §2.1 and §2.2. False, with nothing taken, when there is no extended type.
  private mutating func takeExtended(type: UInt32, _ value: ArraySlice<UInt8>) -> Bool {
    let isLong = type >= 245
    guard value.count >= (isLong ? 2 : 1), let extended = value.first else { return false }
    let flags = isLong ? value[value.startIndex + 1] : 0
    // A fragment that says there is more must be full to be one (RFC 6929 §2.2); that is left to the sender.
    gather(
      AttributePath([type, UInt32(extended)]), value.dropFirst(isLong ? 2 : 1), hasMore: flags & 0x80 != 0)
    return true
  }

  /// A whole value, of an attribute or of a TLV.
  private mutating func value(_ path: AttributePath, _ octets: ArraySlice<UInt8>) {
    if path.numbers.count == 2, AttributePath.extendedTypes.contains(path.type),
      path.numbers[1] == AttributePath.vendorSpecific, octets.count >= 5
    {
      // RFC 6929 §2.4: the vendor's number, the vendor's type, and the value.
      let vendor = octets.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
      let type = UInt32(octets[octets.startIndex + 4])
      return value(path.appending(vendor).appending(type), octets.dropFirst(5))
    }
    guard let definition = dictionary.attribute(path: path) else { return unnamed(path, octets) }
    if definition.type == .tlv, let inner = tlvs(octets) {
      for tlv in inner { value(path.appending(UInt32(tlv.type)), tlv.value) }
      return
    }
    leaf(definition, octets)
  }

  /// The TLVs that fill a value exactly (RFC 6929 §2.3); nil when they do not.
  private func tlvs(_ octets: ArraySlice<UInt8>) -> [(type: UInt8, value: ArraySlice<UInt8>)]? {
    var found: [(type: UInt8, value: ArraySlice<UInt8>)] = []
    var rest = octets
    while !rest.isEmpty {
      guard rest.count >= 2 else { return nil }
      let length = Int(rest[rest.startIndex + 1])
      guard length >= 2, length <= rest.count else { return nil }
      found.append((rest[rest.startIndex], rest.prefix(length).dropFirst(2)))
      rest = rest.dropFirst(length)
    }
    return found.isEmpty ? nil : found
  }

  private mutating func leaf(_ definition: AttributeDefinition, _ value: ArraySlice<UInt8>) {
    var octets = Array(value)
    var tag: UInt8?
    if definition.flags.hasTag { tag = takeTag(of: definition, from: &octets) }
    if definition.flags.encryption != .none {
      guard let plain = revealing?(definition, octets) else {
        pairs.append(AttributePair(definition, tag: tag, value: .octets(octets)))
        return
      }
      octets = plain
      // What is hidden may be padded with zeros, up to 16 octets at a time (RFC 2865 §5.2).
      if let length = definition.length ?? definition.type.fixedLength, octets.count > length {
        octets.removeLast(octets.count - length)
      }
    }
    if definition.flags.isArray, let size = definition.type.fixedLength, octets.count > size, octets.count % size == 0 {
      for start in stride(from: 0, to: octets.count, by: size) {
        let element = dictionary.decode(octets[start..<(start + size)], of: definition)
        pairs.append(AttributePair(definition, tag: tag, value: element))
      }
    } else if let typed = dictionary.typedValue(octets, of: definition) {
      pairs.append(AttributePair(definition, tag: tag, value: typed))
    } else {
      unnamed(definition.path, value)
    }
  }

  /// RFC 2868 §3: the first octet is the tag when it is at most 0x1f; 0 stands for no tag.
  private func takeTag(of definition: AttributeDefinition, from octets: inout [UInt8]) -> UInt8 {
    guard let first = octets.first, first <= 0x1f else { return 0 }
    if definition.type == .integer {
      if octets.count == 4 { octets[0] = 0 }
    } else {
      octets.removeFirst()
    }
    return first
  }

  private mutating func unnamed(_ path: AttributePath, _ octets: ArraySlice<UInt8>) {
    pairs.append(AttributePair(dictionary.unknownAttribute(path), value: .octets(Array(octets))))
  }
}
