/// An IPv4 address as a number in host byte order, so that ranges and masks are arithmetic.
package struct IPv4Address: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  package var rawValue: UInt32

  @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Four octets in network byte order.
  package init?(octets: some Collection<UInt8>) {
    guard octets.count == 4 else { return nil }
    rawValue = octets.reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Dotted quad, four decimal numbers without signs, spaces or leading zeros. Nil for anything else.
  package init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let value = text.withUTF8({ IPv4Address.value(of: $0) }) else { return nil }
    rawValue = value
  }

  private static func value(of octets: UnsafeBufferPointer<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    var number: UInt32 = 0
    var (digits, parts) = (0, 1)
    for octet in octets {
      if octet == UInt8(ascii: ".") {
        guard digits > 0, parts < 4 else { return nil }
        value = value << 8 | number
        (number, digits, parts) = (0, 0, parts + 1)
      } else {
        // No leading zeros.
        guard (0x30...0x39).contains(octet), digits == 0 || number > 0 else { return nil }
        number = number * 10 + UInt32(octet - 0x30)
        digits += 1
        guard number <= 255 else { return nil }
      }
    }
    return parts == 4 && digits > 0 ? value << 8 | number : nil
  }

  @inlinable package static func == (left: IPv4Address, right: IPv4Address) -> Bool { left.rawValue == right.rawValue }
  @inlinable package static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.rawValue < right.rawValue }

  /// The four octets in network byte order.
  package var octets: [UInt8] {
    [
      UInt8(truncatingIfNeeded: rawValue >> 24), UInt8(truncatingIfNeeded: rawValue >> 16),
      UInt8(truncatingIfNeeded: rawValue >> 8), UInt8(truncatingIfNeeded: rawValue),
    ]
  }

  package var description: String {
    "\(rawValue >> 24).\(rawValue >> 16 & 255).\(rawValue >> 8 & 255).\(rawValue & 255)"
  }
}
