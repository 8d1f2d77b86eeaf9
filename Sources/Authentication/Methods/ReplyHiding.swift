import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire

/// Hides values of one reply under the client's secret and the Request Authenticator. Every salt is used once.
final class ReplyHiding {
  private let secret: SharedSecret
  private let requestAuthenticator: Authenticator
  private var salt: UInt16

  /// - Parameter salt: the first salt; random, so that it differs from request to request.
  init(secret: SharedSecret, requestAuthenticator: Authenticator, salt: UInt16) {
    self.secret = secret
    self.requestAuthenticator = requestAuthenticator
    self.salt = salt
  }

  /// - Parameter saltOffset: keeps the salts of two hidings of one reply apart.
  convenience init(for request: AccessRequest, saltOffset: UInt16) {
    self.init(
      secret: request.secret, requestAuthenticator: request.packet.authenticator,
      salt: UInt16(truncatingIfNeeded: request.random) &+ saltOffset)
  }

  /// Salt and hidden octets (RFC 2868 §3.5, RFC 2548 §2.4.2).
  func salted(_ plain: [UInt8]) throws(CryptoError) -> [UInt8] {
    // The top bit is always set, so the lower 15 tell salts apart.
    salt = (salt &+ 1) | 0x8000
    return try SaltedValue.hide(plain, salt: salt, secret: secret, requestAuthenticator: requestAuthenticator)
  }

  /// Whole attributes, their values hidden where the dictionary says so.
  func encode(_ pairs: [AttributePair], _ dictionary: AttributeDictionary) throws(ValueError) -> [UInt8] {
    try dictionary.encode(pairs) { (attribute, plain) throws(ValueError) -> [UInt8] in
      do {
        return switch attribute.flags.encryption {
        case .none: plain
        case .userPassword:
          try UserPassword.hide(plain, secret: self.secret, requestAuthenticator: self.requestAuthenticator)
        case .tunnelPassword: try self.salted(plain)
        case .ascendSecret:
          try AscendSecret.hide(plain, secret: self.secret, requestAuthenticator: self.requestAuthenticator)
        }
      } catch {
        throw ValueError("\(error)", remedy: "write a shorter value")
      }
    }
  }
}
