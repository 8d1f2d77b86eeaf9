/// What a generic filter matches: octets of the frame, from `offset` on, under a mask. After the head: offset, how many
/// octets, 1 where the next filter has to match too (2 octets each), mask, value (6 each), and 1 for "differs".
struct AscendGenericMatch: Equatable {
  static let octetsMax = 6

  private(set) var offset: UInt16
  /// 1 to 6 octets; as many as `value` has.
  private(set) var mask: [UInt8]
  private(set) var value: [UInt8]
  private(set) var isDifferent = false
  private(set) var hasMore = false

  /// The words after the action: offset, mask, value, and `==` or `!=`, and `more`.
  init(_ words: inout AscendFilterWords) throws(AscendFilter.Fault) {
    let remedy = "write offset, mask and value, such as 12 ffff 0800, then == or != or neither, then more or not"
    guard let offset = words.number(max: 65535),
      let mask = words.take().flatMap({ Hexadecimal.octets("0x" + $0) }),
      let value = words.take().flatMap({ Hexadecimal.octets("0x" + $0) })
    else { throw AscendFilter.Fault(remedy: remedy) }
    guard (1...AscendGenericMatch.octetsMax).contains(mask.count), mask.count == value.count else {
      throw AscendFilter.Fault(
        remedy: "write mask and value with the same number of octets, 1 to \(AscendGenericMatch.octetsMax)")
    }
    (self.offset, self.mask, self.value) = (UInt16(offset), mask, value)
    var hasComparison = false
    while let word = words.take() {
      switch word {
      case "==" where !hasComparison: hasComparison = true
      case "!=" where !hasComparison: (hasComparison, isDifferent) = (true, true)
      case "more" where !hasMore: hasMore = true
      default: throw AscendFilter.Fault(remedy: remedy)
      }
    }
  }

  /// Nil where the length is none of 1 to 6.
  init?(_ octets: ArraySlice<UInt8>) {
    let body = Array(octets)
    let length = Int(body[2]) << 8 | Int(body[3])
    guard (1...AscendGenericMatch.octetsMax).contains(length) else { return nil }
    offset = UInt16(body[0]) << 8 | UInt16(body[1])
    hasMore = body[5] == 1
    mask = Array(body[6..<(6 + length)])
    value = Array(body[12..<(12 + length)])
    isDifferent = body[18] == 1
  }

  var octets: [UInt8] {
    let padding = Array(repeating: UInt8(0), count: AscendGenericMatch.octetsMax - mask.count)
    var octets = bigEndian(UInt64(offset), count: 2) + bigEndian(UInt64(mask.count), count: 2)
    octets += [0, hasMore ? 1 : 0]
    octets += mask + padding
    octets += value + padding
    return octets + [isDifferent ? 1 : 0]
  }

  var words: [String] {
    let octets = [mask, value].map { String(Hexadecimal.text($0).dropFirst(2)) }
    return [String(offset)] + octets + [isDifferent ? "!=" : "=="] + (hasMore ? ["more"] : [])
  }
}
