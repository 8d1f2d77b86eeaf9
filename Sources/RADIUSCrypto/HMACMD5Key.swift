internal import RADIUSWire

/// A key of HMAC-MD5 (RFC 2104 §2), as the two states that its padded blocks lead to: each message then costs two
/// blocks of MD5 less.
struct HMACMD5Key: Sendable {
  private let inner: MD5State
  private let outer: MD5State

  init(_ key: [UInt8]) {
    var short = key
    if key.count > HMACMD5Key.blockLength {
      var state = MD5State(key)
      short = state.finish().bytes
    }
    short += [UInt8](repeating: 0, count: HMACMD5Key.blockLength - short.count)
    inner = MD5State(short.map { $0 ^ 0x36 })
    outer = MD5State(short.map { $0 ^ 0x5c })
  }

  /// The code over what `message` adds to the state.
  func code(over message: (inout MD5State) -> Void) -> Authenticator {
    var state = inner
    message(&state)
    let digest = state.finish()
    var last = outer
    last.update(digest)
    return last.finish()
  }

  private static let blockLength = 64
}
