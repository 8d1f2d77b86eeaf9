/// Text in double quotes, with the escapes that FreeRADIUS writes and reads.
enum Escapes {
  /// The octets in double quotes: `\"`, `\\`, `\n`, `\r`, `\t`, and `\ooo` in octal for control characters and for
  /// what is no UTF-8. Other UTF-8 stands for itself.
  static func quote(_ octets: [UInt8]) -> String {
    var text: [UInt8] = [UInt8(ascii: "\"")]
    text.reserveCapacity(octets.count + 2)
    var index = 0
    while index < octets.count {
      let octet = octets[index]
      switch octet {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), octet]
      case UInt8(ascii: "\n"): text += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case UInt8(ascii: "\r"): text += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
      case UInt8(ascii: "\t"): text += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
      case 0x20..<0x7f: text.append(octet)
      default:
        let length = scalarLength(octets[index...])
        if length > 1 {
          text += octets[index..<(index + length)]
          index += length
          continue
        }
        text += [UInt8(ascii: "\\"), 0x30 + (octet >> 6), 0x30 + (octet >> 3 & 7), 0x30 + (octet & 7)]
      }
      index += 1
    }
    text.append(UInt8(ascii: "\""))
    return String(decoding: text, as: UTF8.self)
  }

  /// The octets of the well-formed printable UTF-8 scalar that comes first; 0 when there is none.
  private static func scalarLength(_ octets: ArraySlice<UInt8>) -> Int {
    let length: Int
    switch octets.first {
    case .some(0xc2...0xdf): length = 2
    case .some(0xe0...0xef): length = 3
    case .some(0xf0...0xf4): length = 4
    default: return 0
    }
    guard octets.count >= length, let text = String(validating: octets.prefix(length), as: UTF8.self),
      let scalar = text.unicodeScalars.first, scalar.value >= 0xa0
    else { return 0 }
    return length
  }

  /// What follows a backslash: the octet it stands for, and how many octets it takes. Nil for what is no escape, where
  /// the backslash stands for itself.
  static func unescape(_ following: ArraySlice<UInt8>, quote: UInt8) -> (octet: UInt8, length: Int)? {
    guard let first = following.first else { return nil }
    switch first {
    case UInt8(ascii: "n"): return (UInt8(ascii: "\n"), 1)
    case UInt8(ascii: "r"): return (UInt8(ascii: "\r"), 1)
    case UInt8(ascii: "t"): return (UInt8(ascii: "\t"), 1)
    case UInt8(ascii: "\\"), quote: return (first, 1)
    case 0x30...0x33:
      let digits = following.prefix(3)
      guard digits.count == 3, digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
      return (digits.reduce(0) { $0 << 3 | ($1 - 0x30) }, 3)
    default: return nil
    }
  }
}
