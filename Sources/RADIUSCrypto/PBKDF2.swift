internal import COpenSSL

/// Password-based key derivation (RFC 8018 §5.2). Slow on purpose: never on an event loop.
package enum PBKDF2 {
  /// `length` octets out of a password; nil when OpenSSL refuses the parameters (no iteration, no length).
  package static func derive(
    _ algorithm: DigestAlgorithm, password: [UInt8], salt: [UInt8], iterations: Int, length: Int
  ) -> [UInt8]? {
    guard let method = algorithm.fetched, let iterations = Int32(exactly: iterations), iterations > 0,
      let wanted = Int32(exactly: length), wanted > 0
    else { return nil }
    var key = [UInt8](repeating: 0, count: length)
    let done = password.withUnsafeBytes { password in
      PKCS5_PBKDF2_HMAC(
        password.baseAddress?.assumingMemoryBound(to: CChar.self) ?? nil, Int32(password.count), salt,
        Int32(salt.count), iterations, method, wanted, &key)
    }
    return done == 1 ? key : nil
  }
}
