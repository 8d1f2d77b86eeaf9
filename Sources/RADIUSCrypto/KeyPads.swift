/// The two blocks that HMAC makes of its key, for digests whose block has 64 octets (RFC 2104 §2).
struct KeyPads {
  private var inner = InlineArray<64, UInt8>(repeating: 0x36)
  private var outer = InlineArray<64, UInt8>(repeating: 0x5c)

  /// A key longer than a block is replaced by its digest.
  init(_ key: [UInt8], hashedWith state: borrowing DigestState, digestLength: Int) {
    if key.count <= 64 {
      for position in key.indices { mix(key[position], at: position) }
    } else {
      var digest = InlineArray<64, UInt8>(repeating: 0)
      state.begin()
      state.update(key)
      withUnsafeMutableBytes(of: &digest) { state.finish(into: $0) }
      for position in 0..<digestLength { mix(digest[position], at: position) }
    }
  }

  private mutating func mix(_ octet: UInt8, at position: Int) {
    inner[position] ^= octet
    outer[position] ^= octet
  }

  func withInner(_ body: (UnsafeRawBufferPointer) -> Void) { withUnsafeBytes(of: inner) { body($0) } }
  func withOuter(_ body: (UnsafeRawBufferPointer) -> Void) { withUnsafeBytes(of: outer) { body($0) } }
}
