/// A shared secret (RFC 2865 §3), with what every calculation under it begins with. It never prints itself.
package struct SharedSecret: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  /// One object, so that a copy counts one reference.
  private final class Storage: Sendable {
    let bytes: [UInt8]
    let hiding: MD5State
    let signing: HMACMD5Key

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      hiding = MD5State(bytes)
      signing = HMACMD5Key(bytes)
    }
  }

  private let storage: Storage

  package init(_ bytes: [UInt8]) { storage = Storage(bytes) }
  package init(_ text: String) { self.init(Array(text.utf8)) }

  package var bytes: [UInt8] { storage.bytes }

  /// MD5 after the secret: how every block of ``HidingChain`` begins.
  var hiding: MD5State { storage.hiding }
  /// HMAC-MD5 under the secret: Message-Authenticator.
  var signing: HMACMD5Key { storage.signing }

  package static func == (left: SharedSecret, right: SharedSecret) -> Bool { left.bytes == right.bytes }

  package var description: String { "<secret>" }
  package var debugDescription: String { "<secret>" }
}
