/// The type and flags columns of ATTRIBUTE lines.
extension DictionaryReader {
  /// Names that mean the same as a type's own.
  private static let aliases: [String: AttributeDataType] = [
    "uint8": .byte, "uint16": .short, "uint32": .integer, "uint64": .integer64, "int32": .signed, "boolean": .boolean,
  ]

  /// The type of a word such as `octets[16]`, and the length that it asks for.
  static func dataType(
    _ word: Substring, at place: Place
  ) throws(DictionaryError) -> (type: AttributeDataType, length: Int?) {
    let name = lowercasedASCII(word)
    if let type = AttributeDataType(rawValue: name) ?? aliases[name] { return (type, nil) }
    if name.hasPrefix("octets["), name.hasSuffix("]") {
      let digits = name.dropFirst("octets[".count).dropLast()
      guard let length = number(digits), (1...UInt64(DictionaryLimits.valueLengthMax)).contains(length) else {
        throw place.error(
          "\(word) has no length that fits", remedy: "write octets[N] with N 1 to \(DictionaryLimits.valueLengthMax)")
      }
      return (.octets, Int(length))
    }
    let known = AttributeDataType.allCases.map(\.rawValue).joined(separator: ", ")
    throw place.error("unknown type \(word)", remedy: "the types are \(known), octets[N]")
  }

  static func flags(
    _ words: ArraySlice<Substring>, type: AttributeDataType, at place: Place
  ) throws(DictionaryError) -> AttributeFlags {
    var flags = AttributeFlags()
    for word in words {
      for flag in word.split(separator: ",") { try set(flag, in: &flags, at: place) }
    }
    try check(flags, type: type, at: place)
    return flags
  }

  private static func set(_ flag: Substring, in flags: inout AttributeFlags, at place: Place) throws(DictionaryError) {
    switch lowercasedASCII(flag) {
    case "has_tag": flags.hasTag = true
    case "encrypt=1": flags.encryption = .userPassword
    case "encrypt=2": flags.encryption = .tunnelPassword
    case "encrypt=3": flags.encryption = .ascendSecret
    case "concat": flags.isConcatenated = true
    case "array": flags.isArray = true
    case "virtual": flags.isVirtual = true
    case "secret": flags.isSecret = true
    default:
      throw place.error(
        "unknown flag \(flag)",
        remedy: "the flags are has_tag, encrypt=1, encrypt=2, encrypt=3, concat, array, virtual and secret")
    }
  }

  /// Flags that the type cannot have would break packets, so they are refused here.
  private static func check(
    _ flags: AttributeFlags, type: AttributeDataType, at place: Place
  ) throws(DictionaryError) {
    if flags.hasTag, ![.string, .integer, .octets].contains(type) {
      throw place.error(
        "has_tag with type \(type.rawValue)", remedy: "only string, octets and integer have tags (RFC 2868)")
    }
    if flags.encryption != .none, ![.string, .octets, .ipv4Address, .integer].contains(type) {
      throw place.error(
        "encrypt with type \(type.rawValue)", remedy: "only string, octets, ipaddr and integer can be hidden")
    }
    if flags.isConcatenated, ![.octets, .string].contains(type) {
      throw place.error(
        "concat with type \(type.rawValue)", remedy: "only octets and string can be longer than one attribute")
    }
    if flags.isConcatenated, flags.hasTag || flags.encryption != .none {
      throw place.error("concat together with has_tag or encrypt", remedy: "keep one of them")
    }
    if flags.isArray, type.isStructural {
      throw place.error("array with type \(type.rawValue)", remedy: "only plain values come in arrays")
    }
  }
}
