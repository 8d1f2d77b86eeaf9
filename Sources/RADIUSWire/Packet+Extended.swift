extension Packet {
  /// The well-formed extended and long-extended attributes in order, fragments joined (RFC 6929 §2.1, §2.2).
  ///
  /// What is invalid is left out, and ``attributes`` still shows it: too short, a fragment that is not full
  /// though more follows, or one whose continuation is missing.
  package func extendedAttributes() -> [ExtendedAttribute] {
    var found: [ExtendedAttribute] = []
    var offset = WireLimits.packetLengthMin
    while offset < bytes.count {
      let attribute = Attribute(validated: bytes, at: offset)
      if attribute.type.isExtended {
        offset = attribute.value.endIndex
        guard let extendedType = attribute.value.first,
          let extended = ExtendedAttribute(
            type: attribute.type, extendedType: extendedType, offset: attribute.offset,
            value: attribute.value.dropFirst())
        else { continue }
        found.append(extended)
      } else if attribute.type.isLongExtended {
        let run = longExtended(from: attribute)
        offset = run.end
        if let extended = run.extended { found.append(extended) }
      } else {
        offset = attribute.value.endIndex
      }
    }
    return found
  }

  /// Joins the fragments that begin with `first`, and says where the next attribute is. The rest of an invalid run
  /// belongs to it, and is not taken for an attribute of its own.
  private func longExtended(from first: Attribute) -> (extended: ExtendedAttribute?, end: Int) {
    var fragment = first
    guard let extendedType = fragment.value.first else { return (nil, fragment.value.endIndex) }
    var joined: [UInt8]?
    var isValid = true
    while true {
      let end = fragment.value.endIndex
      guard fragment.value.count > WireLimits.longExtendedHeaderLength else { return (nil, end) }
      let part = fragment.value.dropFirst(WireLimits.longExtendedHeaderLength)
      let isContinued = fragment.value[fragment.value.startIndex + 1] & ExtendedFlags.more != 0
      guard isContinued || joined != nil else {
        return (ExtendedAttribute(type: first.type, extendedType: extendedType, offset: first.offset, value: part), end)
      }
      joined = (joined ?? []) + part
      if isContinued, fragment.value.count < WireLimits.valueLengthMax { isValid = false }
      guard isContinued else {
        let value = (joined ?? [])[...]
        let extended = ExtendedAttribute(
          type: first.type, extendedType: extendedType, offset: first.offset, value: value)
        return (isValid ? extended : nil, end)
      }
      guard end < bytes.count else { return (nil, end) }
      let next = Attribute(validated: bytes, at: end)
      guard next.type == first.type, next.value.first == extendedType else { return (nil, end) }
      fragment = next
    }
  }
}
