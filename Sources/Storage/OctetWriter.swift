import Timebase

/// Appends numbers and text compactly: numbers as LEB128 (seven bits to an octet, the lowest first), text and octets
/// behind their length.
struct OctetWriter {
  var octets: [UInt8] = []

  mutating func append(_ octet: UInt8) { octets.append(octet) }

  mutating func append(flags first: Bool, _ second: Bool = false, _ third: Bool = false, _ fourth: Bool = false) {
    octets.append((first ? 1 : 0) | (second ? 2 : 0) | (third ? 4 : 0) | (fourth ? 8 : 0))
  }

  mutating func append(number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      octets.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    octets.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Signed numbers near zero are short: the sign goes to the lowest bit.
  mutating func append(signed: Int64) { append(number: UInt64(bitPattern: signed << 1 ^ signed >> 63)) }

  /// A time as its distance from another, which is short for times that lie together. Wraps, and so is exact.
  mutating func append(_ time: Timestamp, since other: Timestamp) { append(signed: time.rawValue &- other.rawValue) }

  mutating func append(fixed number: UInt32) {
    octets.append(UInt8(truncatingIfNeeded: number))
    octets.append(UInt8(truncatingIfNeeded: number >> 8))
    octets.append(UInt8(truncatingIfNeeded: number >> 16))
    octets.append(UInt8(truncatingIfNeeded: number >> 24))
  }

  mutating func set(fixed number: UInt32, at offset: Int) {
    for position in 0..<4 { octets[offset + position] = UInt8(truncatingIfNeeded: number >> UInt32(8 * position)) }
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      append(number: UInt64(utf8.count))
      octets.append(contentsOf: utf8)
    }
  }

  mutating func append(_ bytes: [UInt8]) {
    append(number: UInt64(bytes.count))
    octets.append(contentsOf: bytes)
  }
}
