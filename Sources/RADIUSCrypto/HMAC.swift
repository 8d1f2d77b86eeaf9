package import RADIUSWire

/// Keyed digests (RFC 2104). The key is padded on the stack, so that nothing is allocated but a returned array.
package enum HMAC {
  /// HMAC-MD5 of the parts, one after the other.
  package static func md5(key: [UInt8], _ parts: [UInt8]...) -> Authenticator {
    HMACMD5Key(key).code { state in
      for part in parts { state.update(part) }
    }
  }

  /// HMAC-SHA256 of the parts, one after the other: 32 octets.
  package static func sha256(key: [UInt8], _ parts: [UInt8]...) -> [UInt8] {
    let context = ThreadContext.current
    return [UInt8](unsafeUninitializedCapacity: DigestAlgorithm.sha256.length) { buffer, count in
      count = DigestAlgorithm.sha256.length
      let result = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count)
      let pads = KeyPads(key, hashedWith: context.sha256, digestLength: count)
      pads.withInner { context.sha256.begin(with: $0) }
      for part in parts { context.sha256.update(part) }
      context.sha256.finish(into: result)
      pads.withOuter { context.sha256.begin(with: $0) }
      context.sha256.update(UnsafeRawBufferPointer(result))
      context.sha256.finish(into: result)
    }
  }
}

extension DigestState {
  borrowing func begin(with block: UnsafeRawBufferPointer) {
    begin()
    update(block)
  }
}
