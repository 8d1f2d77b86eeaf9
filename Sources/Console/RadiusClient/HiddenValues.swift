package import RADIUSCrypto
package import RADIUSDictionary
package import RADIUSWire

/// Hides and reveals the attributes that dictionaries flag with `encrypt`, for one request or the reply to it.
package struct HiddenValues: Sendable {
  private let secret: SharedSecret
  private let requestAuthenticator: Authenticator

  package init(secret: SharedSecret, requestAuthenticator: Authenticator) {
    self.secret = secret
    self.requestAuthenticator = requestAuthenticator
  }

  package func hide(_ attribute: AttributeDefinition, _ plain: [UInt8]) throws(ValueError) -> [UInt8] {
    do {
      switch attribute.flags.encryption {
      case .none: return plain
      case .userPassword:
        return try UserPassword.hide(plain, secret: secret, requestAuthenticator: requestAuthenticator)
      case .tunnelPassword:
        let salt = SecureRandom.bytes(2)
        return try SaltedValue.hide(
          plain, salt: UInt16(salt[0]) << 8 | UInt16(salt[1]), secret: secret,
          requestAuthenticator: requestAuthenticator)
      case .ascendSecret:
        return try AscendSecret.hide(plain, secret: secret, requestAuthenticator: requestAuthenticator)
      }
    } catch {
      throw ValueError("\(attribute.name) cannot be hidden: \(error)", remedy: "give a shorter value")
    }
  }

  package func reveal(_ attribute: AttributeDefinition, _ hidden: [UInt8]) -> [UInt8]? {
    switch attribute.flags.encryption {
    case .none: hidden
    case .userPassword:
      UserPassword.reveal(hidden[...], secret: secret, requestAuthenticator: requestAuthenticator)
    case .tunnelPassword:
      SaltedValue.reveal(hidden[...], secret: secret, requestAuthenticator: requestAuthenticator)
    case .ascendSecret:
      AscendSecret.reveal(hidden[...], secret: secret, requestAuthenticator: requestAuthenticator)
    }
  }
}
