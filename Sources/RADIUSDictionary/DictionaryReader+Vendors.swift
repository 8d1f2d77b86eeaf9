/// VENDOR lines, and the blocks that attributes stand in.
extension DictionaryReader {
  /// `VENDOR name number [format=t,l[,c]]`
  mutating func vendor(_ words: [Substring], at place: Place) throws(DictionaryError) {
    guard (3...4).contains(words.count) else {
      throw place.error("VENDOR with \(words.count - 1) words", remedy: "write VENDOR NAME NUMBER [format=t,l[,c]]")
    }
    try checkName(words[1], at: place)
    guard let number = DictionaryReader.number(words[2]), number >= 1, let number = UInt32(exactly: number) else {
      throw place.error(
        "\(words[2]) is no vendor number", remedy: "write the vendor's private enterprise number, 1 to 4294967295")
    }
    var vendor = VendorDefinition(name: String(words[1]), number: number)
    if words.count == 4 { try format(words[3], of: &vendor, at: place) }
    let key = lowercasedASCII(words[1])
    if let known = contents.vendorsByName[key], known.number != number {
      throw place.error(
        "vendor \(words[1]) has number \(known.number) already, and gets \(number)",
        remedy: "give each vendor one number")
    }
    contents.counts.vendors += 1
    if contents.vendorsByName[key] == nil {
      contents.vendors.append(vendor)
    } else if let index = contents.vendors.firstIndex(where: { $0.number == number && lowercasedASCII($0.name) == key })
    {
      contents.vendors[index] = vendor
    }
    contents.vendorsByName[key] = vendor
    contents.vendorsByNumber[number] = vendor
  }

  /// `format=t,l[,c]`: octets of the type (1, 2, 4), octets of the length (0, 1, 2), and whether a flag octet follows.
  private func format(_ word: Substring, of vendor: inout VendorDefinition, at place: Place) throws(DictionaryError) {
    let fault = place.error(
      "\(word) is no format",
      remedy: "write format=t,l with t 1, 2 or 4 and l 0, 1 or 2, or format=1,1,c for a continuation octet")
    let prefix = "format="
    guard word.hasPrefix(prefix) else { throw fault }
    let parts = word.dropFirst(prefix.count).split(separator: ",", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let type = Int(parts[0]), [1, 2, 4].contains(type),
      let length = Int(parts[1]), (0...2).contains(length)
    else { throw fault }
    if parts.count == 3 {
      guard parts[2] == "c", type == 1, length == 1 else { throw fault }
      vendor.hasContinuation = true
    }
    (vendor.typeOctets, vendor.lengthOctets) = (type, length)
  }

  /// `BEGIN-VENDOR name [parent=attribute]`, or `format=` for `parent=` as FreeRADIUS's own files have it.
  mutating func beginVendor(_ words: [Substring], at place: inout Place) throws(DictionaryError) {
    guard (2...3).contains(words.count) else {
      throw place.error(
        "BEGIN-VENDOR with \(words.count - 1) words", remedy: "write BEGIN-VENDOR NAME [parent=ATTRIBUTE]")
    }
    if let open = place.vendor {
      throw place.error(
        "BEGIN-VENDOR \(words[1]) inside that of \(open.name), line \(open.line)",
        remedy: "write END-VENDOR \(open.name) first")
    }
    guard let vendor = contents.vendor(named: words[1]) else {
      throw place.error(
        "no VENDOR line defines \(words[1])", remedy: "write VENDOR \(words[1]) NUMBER before it")
    }
    var path = AttributePath([AttributePath.vendorSpecific, vendor.number])
    if words.count == 3 {
      let parent = try parentAttribute(words[2], at: place)
      path = parent.path.appending(vendor.number)
    }
    place.vendor = (vendor.name, path, place.line)
  }

  private func parentAttribute(_ word: Substring, at place: Place) throws(DictionaryError) -> AttributeDefinition {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "parent" || parts[0] == "format" else {
      throw place.error("\(word) says nothing to BEGIN-VENDOR", remedy: "write parent=ATTRIBUTE, or nothing")
    }
    guard let parent = contents.attribute(named: parts[1]) else {
      throw place.error(
        "no ATTRIBUTE line before this one defines \(parts[1])",
        remedy: "name an attribute of type evs, such as Extended-Vendor-Specific-1")
    }
    guard parent.type == .extendedVendorSpecific || parent.type == .vendorSpecific else {
      throw place.error(
        "\(parts[1]) is of type \(parent.type.rawValue) and holds no vendors",
        remedy: "name an attribute of type evs, such as Extended-Vendor-Specific-1")
    }
    return parent
  }

  mutating func endVendor(_ words: [Substring], at place: inout Place) throws(DictionaryError) {
    guard words.count == 2 else {
      throw place.error("END-VENDOR with \(words.count - 1) words", remedy: "write END-VENDOR NAME")
    }
    guard let open = place.vendor else {
      throw place.error(
        "END-VENDOR \(words[1]) without its BEGIN-VENDOR", remedy: "write BEGIN-VENDOR \(words[1]) before it")
    }
    guard lowercasedASCII(open.name) == lowercasedASCII(words[1]) else {
      throw place.error(
        "END-VENDOR \(words[1]), but BEGIN-VENDOR \(open.name) is open since line \(open.line)",
        remedy: "write END-VENDOR \(open.name)")
    }
    if let tlv = place.tlvs.last {
      throw place.error(
        "END-VENDOR \(words[1]), but BEGIN-TLV \(tlv.attribute.name) is open since line \(tlv.line)",
        remedy: "write END-TLV \(tlv.attribute.name) first")
    }
    place.vendor = nil
  }

  /// `BEGIN-TLV attribute`: the numbers up to END-TLV are those inside the attribute.
  mutating func beginTLV(_ words: [Substring], at place: inout Place) throws(DictionaryError) {
    guard words.count == 2 else {
      throw place.error("BEGIN-TLV with \(words.count - 1) words", remedy: "write BEGIN-TLV ATTRIBUTE")
    }
    guard let attribute = contents.attribute(named: words[1]) else {
      throw place.error(
        "no ATTRIBUTE line before this one defines \(words[1])", remedy: "define it with type tlv before")
    }
    guard attribute.type == .tlv else {
      throw place.error(
        "\(words[1]) is of type \(attribute.type.rawValue), not tlv", remedy: "name an attribute of type tlv")
    }
    let outer = place.tlvs.last?.attribute.path ?? place.vendor?.path
    if let outer, !attribute.path.numbers.starts(with: outer.numbers) {
      throw place.error(
        "\(words[1]) (\(attribute.path)) is no attribute of the block it stands in (\(outer))",
        remedy: "end that block first")
    }
    place.tlvs.append((attribute, place.line))
  }

  mutating func endTLV(_ words: [Substring], at place: inout Place) throws(DictionaryError) {
    guard words.count == 2 else {
      throw place.error("END-TLV with \(words.count - 1) words", remedy: "write END-TLV ATTRIBUTE")
    }
    guard let open = place.tlvs.last else {
      throw place.error(
        "END-TLV \(words[1]) without its BEGIN-TLV", remedy: "write BEGIN-TLV \(words[1]) before it")
    }
    guard lowercasedASCII(open.attribute.name) == lowercasedASCII(words[1]) else {
      throw place.error(
        "END-TLV \(words[1]), but BEGIN-TLV \(open.attribute.name) is open since line \(open.line)",
        remedy: "write END-TLV \(open.attribute.name)")
    }
    place.tlvs.removeLast()
  }
}
