/// A fast 32-bit checksum of a row's body. It finds damage by hardware; it is no protection against a forger.
package enum BodyChecksum {
  private static let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15

  package static func of(_ memory: UnsafeRawBufferPointer) -> UInt32 {
    var state = UInt64(memory.count) &* multiplier
    var offset = 0
    while memory.count - offset >= 8 {
      mix(&state, UInt64(littleEndian: memory.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      offset += 8
    }
    var rest: UInt64 = 0
    for position in offset..<memory.count { rest = rest << 8 | UInt64(memory[position]) }
    mix(&state, rest)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  private static func mix(_ state: inout UInt64, _ word: UInt64) {
    state = (state ^ word) &* multiplier
    state ^= state >> 29
  }
}
