/// Rewrites a Perl-like regular expression as a POSIX extended one that matches the same texts.
struct PerlPattern {
  private let pattern: [UInt8]
  private var position = 0
  private var output: [UInt8] = []
  /// Whether the pattern began with `(?i)`.
  private(set) var ignoresCase = false

  init(_ pattern: [UInt8]) { self.pattern = pattern }

  mutating func translated() throws(RegularExpression.Failure) -> [UInt8] {
    if pattern.starts(with: "(?i)".utf8) {
      ignoresCase = true
      position = 4
    }
    var afterRepetition = false
    while position < pattern.count {
      let octet = pattern[position]
      position += 1
      var isRepetition = false
      switch octet {
      case UInt8(ascii: "\\"): try escape()
      case UInt8(ascii: "["): try bracket()
      case UInt8(ascii: "("):
        output.append(octet)
        if pattern[position...].starts(with: "?:".utf8) {
          position += 2
        } else if position < pattern.count, pattern[position] == UInt8(ascii: "?") {
          throw RegularExpression.Failure(message: "(?: and a leading (?i) are the only groups of the kind (?")
        }
      case UInt8(ascii: "?") where afterRepetition: break
      case UInt8(ascii: "+") where afterRepetition:
        throw RegularExpression.Failure(message: "possessive repetition is not understood")
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "}"):
        output.append(octet)
        isRepetition = true
      default: output.append(octet)
      }
      afterRepetition = isRepetition
    }
    return output
  }

  private mutating func escape() throws(RegularExpression.Failure) {
    guard position < pattern.count else { throw RegularExpression.Failure(message: "it ends in a backslash") }
    let octet = pattern[position]
    position += 1
    switch octet {
    case UInt8(ascii: "d"): output += "[0-9]".utf8
    case UInt8(ascii: "D"): output += "[^0-9]".utf8
    case UInt8(ascii: "w"), UInt8(ascii: "W"), UInt8(ascii: "s"), UInt8(ascii: "S"), UInt8(ascii: "b"),
      UInt8(ascii: "B"):
      output += [UInt8(ascii: "\\"), octet]
    case UInt8(ascii: "n"): output.append(10)
    case UInt8(ascii: "r"): output.append(13)
    case UInt8(ascii: "t"): output.append(9)
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      throw RegularExpression.Failure(message: "\\\(Unicode.Scalar(octet)) is not understood")
    default: output += [UInt8(ascii: "\\"), octet]
    }
  }

  /// POSIX has no escapes inside of brackets, and gives `]`, `^` and `-` meaning by their place.
  private mutating func bracket() throws(RegularExpression.Failure) {
    var isNegated = false
    if position < pattern.count, pattern[position] == UInt8(ascii: "^") {
      isNegated = true
      position += 1
    }
    var members: [UInt8] = []
    var (holdsBracket, holdsCaret, holdsDash) = (false, false, false)
    var isFirst = true
    while true {
      guard position < pattern.count else { throw RegularExpression.Failure(message: "a [ has no ]") }
      let octet = pattern[position]
      position += 1
      if octet == UInt8(ascii: "]"), !isFirst { break }
      let isLastOrFirst = isFirst || (position < pattern.count && pattern[position] == UInt8(ascii: "]"))
      isFirst = false
      switch octet {
      case UInt8(ascii: "]"): holdsBracket = true
      case UInt8(ascii: "-") where isLastOrFirst: holdsDash = true
      case UInt8(ascii: "^"): holdsCaret = true
      case UInt8(ascii: "["):
        guard position < pattern.count, pattern[position] == UInt8(ascii: ":") else {
          members.append(octet)
          continue
        }
        guard let end = pattern[position...].firstIndex(of: UInt8(ascii: "]")) else { continue }
        members += pattern[(position - 1)...end]
        position = end + 1
      case UInt8(ascii: "\\"):
        guard position < pattern.count else { continue }
        let escaped = pattern[position]
        position += 1
        switch escaped {
        case UInt8(ascii: "]"): holdsBracket = true
        case UInt8(ascii: "-"): holdsDash = true
        case UInt8(ascii: "^"): holdsCaret = true
        case UInt8(ascii: "d"): members += "0-9".utf8
        case UInt8(ascii: "w"): members += "A-Za-z0-9_".utf8
        case UInt8(ascii: "s"): members += "[:space:]".utf8
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
          throw RegularExpression.Failure(message: "\\\(Unicode.Scalar(escaped)) inside of [ ] is not understood")
        default: members.append(escaped)
        }
      default: members.append(octet)
      }
    }
    emit(members, isNegated: isNegated, bracket: holdsBracket, caret: holdsCaret, dash: holdsDash)
  }

  private mutating func emit(_ members: [UInt8], isNegated: Bool, bracket: Bool, caret: Bool, dash: Bool) {
    if members.isEmpty, caret, !bracket, !isNegated {
      output += dash ? "[-^]".utf8 : "\\^".utf8
      return
    }
    output.append(UInt8(ascii: "["))
    if isNegated { output.append(UInt8(ascii: "^")) }
    if bracket { output.append(UInt8(ascii: "]")) }
    output += members
    if caret { output.append(UInt8(ascii: "^")) }
    if dash { output.append(UInt8(ascii: "-")) }
    output.append(UInt8(ascii: "]"))
  }
}
