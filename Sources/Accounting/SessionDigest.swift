/// The 128-bit FNV-1a hash that names a session row. It tells rows apart; it is no protection against anybody who
/// chooses session IDs to collide, and needs none: nothing is looked up by it.
struct SessionDigest {
  private var state: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
  private static let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013b

  /// Text is followed by an octet that UTF-8 never has, so that `ab`, `c` differs from `a`, `bc`.
  mutating func add(_ text: String) {
    for octet in text.utf8 { mix(octet) }
    mix(0xff)
  }

  mutating func add(_ number: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { mix(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  private mutating func mix(_ octet: UInt8) { state = (state ^ UInt128(octet)) &* SessionDigest.prime }

  /// 32 hex digits.
  var text: String {
    let digits = (0..<32).map { AttributeNames.digit(UInt8(truncatingIfNeeded: state >> UInt128(124 - 4 * $0)) & 15) }
    return String(decoding: digits, as: UTF8.self)
  }
}
