import Glibc

/// The simulation's own source of chance: xoshiro256**, seeded by SplitMix64. The same seed draws the same numbers
/// everywhere.
package struct SimulationRandom: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  package init(seed: UInt64) {
    var mixer = seed
    func mix() -> UInt64 {
      mixer &+= 0x9e37_79b9_7f4a_7c15
      var value = mixer
      value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
      return value ^ value >> 31
    }
    state = (mix(), mix(), mix(), mix())
  }

  package mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = (product << 7 | product >> 57) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3 << 45 | state.3 >> 19
    return result
  }

  /// 0 to `bound` - 1.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
  }

  mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(below(Int(range.upperBound - range.lowerBound + 1)))
  }

  /// True `millionths` times in a million.
  mutating func chance(_ millionths: Int) -> Bool { millionths > 0 && below(1_000_000) < millionths }

  /// A waiting time whose mean is `mean`, at least 1.
  mutating func wait(mean: Int64) -> Int64 {
    let uniform = (Double(next() >> 11) + 1) * 0x1p-53
    return max(1, Int64(-log(uniform) * Double(mean)))
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
