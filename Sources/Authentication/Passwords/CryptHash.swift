import CCrypt
import RADIUSCrypto

/// Password hashes of libcrypt: sha512, bcrypt, yescrypt and all others that the installed library knows.
enum CryptHash {
  /// The longest password that libcrypt takes (`CRYPT_MAX_PASSPHRASE_SIZE`).
  static let passwordLengthMax = Int(CRYPT_MAX_PASSPHRASE_SIZE)

  /// Whether libcrypt knows the method of a hash, such as `$6$salt$hash`.
  static func isKnown(_ hash: [UInt8]) -> Bool {
    guard !hash.isEmpty, hash.count < Int(CRYPT_OUTPUT_SIZE), !hash.contains(0) else { return false }
    let verdict = text(hash) { crypt_checksalt($0) }
    return verdict != CRYPT_SALT_INVALID && verdict != CRYPT_SALT_METHOD_DISABLED
  }

  /// Hashes the password with the method, cost and salt of `hash`, and compares. As slow as the method was made to be.
  static func matches(_ hash: [UInt8], password: [UInt8]) -> Bool {
    guard password.count < passwordLengthMax, !password.contains(0) else { return false }
    // Half a million octets of scratch space for some methods: too much for a stack.
    let data = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
    data.initialize(to: crypt_data())
    defer {
      UnsafeMutableRawPointer(data).initializeMemory(as: UInt8.self, repeating: 0, count: MemoryLayout<crypt_data>.size)
      data.deallocate()
    }
    return text(password) { password in
      text(hash) { hash in
        guard let result = crypt_r(password, hash, data) else { return false }
        let made = UnsafeRawBufferPointer(start: result, count: strlen(result))
        // A failure gives `*0` or `*1`, which must never count as a match.
        guard made.first != UInt8(ascii: "*") else { return false }
        return constantTimeEquals(made, UnsafeRawBufferPointer(start: hash, count: strlen(hash)))
      }
    }
  }

  private static func text<Result>(_ octets: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (octets + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { body($0.baseAddress!) }
    }
  }

  private static func strlen(_ text: UnsafePointer<CChar>) -> Int {
    var length = 0
    while text[length] != 0 { length += 1 }
    return length
  }
}
