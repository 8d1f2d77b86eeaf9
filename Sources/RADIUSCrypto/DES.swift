internal import COpenSSL

/// One block of DES, as MS-CHAP uses it (RFC 2433 A.5).
enum DES {
  /// Encrypts eight octets under 56 bits of key: eight bits of it in each of seven octets.
  static func encrypt(_ block: ArraySlice<UInt8>, key: ArraySlice<UInt8>) throws(CryptoError) -> [UInt8] {
    precondition(block.count == 8 && key.count == 7)
    guard let cipher = OpenSSLLibrary.des, let context = ThreadContext.current.des else {
      throw .legacyProviderMissing
    }
    let expanded = expand(key)
    var result = [UInt8](repeating: 0, count: 8)
    var written: Int32 = 0
    let done = block.withUnsafeBufferPointer { block in
      EVP_EncryptInit_ex2(context, cipher, expanded, nil, nil) == 1
        && EVP_CIPHER_CTX_set_padding(context, 0) == 1
        && EVP_EncryptUpdate(context, &result, &written, block.baseAddress, 8) == 1
    }
    precondition(done && written == 8, "OpenSSL's DES failed")
    return result
  }

  /// Spreads 56 bits over the upper seven of eight octets. The lowest is parity, which DES ignores.
  private static func expand(_ key: ArraySlice<UInt8>) -> [UInt8] {
    let bits = key.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(49 - 7 * $0)) << 1 }
  }
}
