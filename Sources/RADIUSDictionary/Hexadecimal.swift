/// Octets as `0x` and hexadecimal digits.
enum Hexadecimal {
  static func text(_ octets: some Collection<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: 2 * octets.count + 2) { buffer in
      buffer[0] = UInt8(ascii: "0")
      buffer[1] = UInt8(ascii: "x")
      var count = 2
      for octet in octets {
        buffer[count] = digits[Int(octet >> 4)]
        buffer[count + 1] = digits[Int(octet & 15)]
        count += 2
      }
      return count
    }
  }

  /// The octets that `0x` and an even number of digits stand for; nil for anything else.
  static func octets(_ text: some StringProtocol) -> [UInt8]? {
    let utf8 = Array(text.utf8)
    guard utf8.count >= 2, utf8.count % 2 == 0, utf8[0] == UInt8(ascii: "0"), utf8[1] | 0x20 == UInt8(ascii: "x")
    else { return nil }
    var octets: [UInt8] = []
    octets.reserveCapacity(utf8.count / 2 - 1)
    for index in stride(from: 2, to: utf8.count, by: 2) {
      guard let high = digit(utf8[index]), let low = digit(utf8[index + 1]) else { return nil }
      octets.append(high << 4 | low)
    }
    return octets
  }

  /// Whether the text begins with `0x`.
  static func isMarked(_ text: some StringProtocol) -> Bool {
    var utf8 = text.utf8.makeIterator()
    return utf8.next() == UInt8(ascii: "0") && (utf8.next() ?? 0) | 0x20 == UInt8(ascii: "x")
  }

  private static func digit(_ octet: UInt8) -> UInt8? {
    switch octet {
    case 0x30...0x39: octet - 0x30
    case 0x41...0x46: octet - 0x41 + 10
    case 0x61...0x66: octet - 0x61 + 10
    default: nil
    }
  }
}
