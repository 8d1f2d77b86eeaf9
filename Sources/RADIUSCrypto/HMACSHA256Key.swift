internal import COpenSSL

/// A key of HMAC-SHA256 (RFC 2104 §2), as the two states that its padded blocks lead to: each message then costs two
/// blocks less, and nothing is allocated. On OpenSSL's own functions for the reason that ``MD5State`` gives.
package struct HMACSHA256Key: Sendable {
  package typealias Code = InlineArray<32, UInt8>

  private var inner = SHA256_CTX()
  private var outer = SHA256_CTX()

  package init(_ key: [UInt8]) {
    let short = key.count > HMACSHA256Key.blockLength ? HMACSHA256Key.digest(key) : key
    let block = short + [UInt8](repeating: 0, count: HMACSHA256Key.blockLength - short.count)
    HMACSHA256Key.start(&inner, with: block.map { $0 ^ 0x36 })
    HMACSHA256Key.start(&outer, with: block.map { $0 ^ 0x5c })
  }

  package func code(of message: UnsafeRawBufferPointer) -> Code {
    var state = inner
    if let start = message.baseAddress { precondition(SHA256_Update(&state, start, message.count) == 1) }
    var code = HMACSHA256Key.finish(&state)
    state = outer
    withUnsafeBytes(of: &code) { precondition(SHA256_Update(&state, $0.baseAddress, $0.count) == 1) }
    return HMACSHA256Key.finish(&state)
  }

  private static let blockLength = 64

  private static func start(_ state: inout SHA256_CTX, with block: [UInt8]) {
    precondition(SHA256_Init(&state) == 1)
    block.withUnsafeBytes { precondition(SHA256_Update(&state, $0.baseAddress, $0.count) == 1) }
  }

  private static func finish(_ state: inout SHA256_CTX) -> Code {
    var code = Code(repeating: 0)
    withUnsafeMutableBytes(of: &code) { octets in
      precondition(SHA256_Final(octets.baseAddress?.assumingMemoryBound(to: UInt8.self), &state) == 1)
    }
    return code
  }

  private static func digest(_ key: [UInt8]) -> [UInt8] {
    var state = SHA256_CTX()
    start(&state, with: key)
    let digest = finish(&state)
    return (0..<digest.count).map { digest[$0] }
  }
}
