extension TokenKey {
  /// `keys`, newest first, with a new one before them, and no more than ``StoreLimits/tokenKeysMax``.
  package static func rotated(_ keys: [TokenKey], using random: inout some RandomNumberGenerator) -> [TokenKey] {
    let bytes = (0..<StoreLimits.tokenKeyLength).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    // Numbers come round: with eight keys kept, no two kept keys share one.
    let number = keys.first.map { $0.number &+ 1 } ?? 1
    return [TokenKey(number: number, bytes: bytes)] + keys.prefix(StoreLimits.tokenKeysMax - 1)
  }
}

/// A small generator with a seed (Steele, Lea and Flood 2014), for stores that must be the same every time.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
