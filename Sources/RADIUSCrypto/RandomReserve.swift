/// ``SecureRandom`` fetched many numbers at a time: OpenSSL's generator costs more for the call than for the octets.
///
/// Each number is given out once; an object, so that no copy can give it out again. One thread uses it.
package final class RandomReserve: RandomNumberGenerator {
  private var numbers = InlineArray<64, UInt64>(repeating: 0)
  private var used = 64

  package init() {}

  package func next() -> UInt64 {
    if used == 64 {
      withUnsafeMutableBytes(of: &numbers) { SecureRandom.fill($0) }
      used = 0
    }
    defer {
      numbers[used] = 0
      used += 1
    }
    return numbers[used]
  }
}
