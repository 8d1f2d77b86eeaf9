internal import COpenSSL

/// One block of DES, as MS-CHAP uses it (RFC 2433 A.5).
enum DES {
  static let blockLength = 8

  /// Encrypts eight octets under 56 bits of key: eight bits of it in each of seven octets. Appends to `result`.
  static func encrypt(
    _ block: ArraySlice<UInt8>, key: ArraySlice<UInt8>, into result: inout [UInt8]
  ) throws(CryptoError) {
    precondition(block.count == blockLength && key.count == 7)
    guard let context = ThreadContext.current.des else { throw .legacyProviderMissing }
    let expanded = expand(key)
    var encrypted = InlineArray<8, UInt8>(repeating: 0)
    var written: Int32 = 0
    let done = block.withUnsafeBufferPointer { block in
      withUnsafeBytes(of: expanded) { key in
        withUnsafeMutableBytes(of: &encrypted) { output in
          let key = key.baseAddress?.assumingMemoryBound(to: UInt8.self)
          let output = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
          return EVP_EncryptInit_ex2(context, nil, key, nil, nil) == 1
            && EVP_EncryptUpdate(context, output, &written, block.baseAddress, Int32(blockLength)) == 1
        }
      }
    }
    precondition(done && written == blockLength, "OpenSSL's DES failed")
    for position in 0..<blockLength { result.append(encrypted[position]) }
  }

  /// A context that has its cipher, and no padding; nil without the legacy provider.
  static func makeContext() -> OpaquePointer? {
    guard let cipher = OpenSSLLibrary.des else { return nil }
    guard let context = EVP_CIPHER_CTX_new(), EVP_EncryptInit_ex2(context, cipher, nil, nil, nil) == 1,
      EVP_CIPHER_CTX_set_padding(context, 0) == 1
    else { preconditionFailure("OpenSSL cannot make a DES context") }
    return context
  }

  /// Spreads 56 bits over the upper seven of eight octets. The lowest is parity, which DES ignores.
  private static func expand(_ key: ArraySlice<UInt8>) -> InlineArray<8, UInt8> {
    let bits = key.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return InlineArray { UInt8(truncatingIfNeeded: bits >> UInt64(49 - 7 * $0)) << 1 }
  }
}
