package import NetworkAddress
package import RADIUSCrypto

/// `yes`, `no`, or what the server learns by watching.
package enum Tristate: String, CaseIterable, Sendable {
  case yes
  case no
  case auto
}

/// Whom to ask about a session in doubt (RFC 5176).
package struct DynamicAuthorizationDefinition: Equatable, Sendable {
  package enum OnSuspect: String, CaseIterable, Sendable { case ask, off }
  package enum OnConflict: String, CaseIterable, Sendable { case disconnect, off }

  package var port: UInt16
  /// Nil: the client's own secret.
  package var secret: SharedSecret?
  package var onSuspect: OnSuspect
  package var onConflict: OnConflict

  package init(
    port: UInt16 = 3799, secret: SharedSecret? = nil, onSuspect: OnSuspect = .ask, onConflict: OnConflict = .off
  ) {
    self.port = port
    self.secret = secret
    self.onSuspect = onSuspect
    self.onConflict = onConflict
  }
}

/// A client (NAS) as configured.
package struct ClientDefinition: Equatable, Sendable {
  package var name: String
  /// The source addresses that are this client; the longest prefix wins.
  package var block: AddressBlock
  package var secret: SharedSecret
  package var requireMessageAuthenticator: Tristate = .auto
  package var limitProxyState: Tristate = .auto
  package var portsUnique: Tristate = .auto
  package var inferReboots: Tristate = .auto
  package var dynamicAuthorization: DynamicAuthorizationDefinition?
  /// Nil: as many requests as it likes.
  package var rateLimit: RateLimit?

  package init(name: String, block: AddressBlock, secret: SharedSecret) {
    self.name = name
    self.block = block
    self.secret = secret
  }
}
