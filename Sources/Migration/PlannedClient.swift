package import NetworkAddress

/// A client that an import makes.
package struct PlannedClient: Equatable, Sendable {
  package var name: String
  package var block: AddressBlock
  package var secret: String
  /// `yes`, `no` or `auto`; nil: the default.
  package var requireMessageAuthenticator: String?
  package var limitProxyState: String?
}
