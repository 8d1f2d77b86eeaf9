package import Storage

/// What `token rotate` did.
package struct TokenRotation: Codable, Equatable, Sendable {
  /// The number of the key that signs from now on.
  package var signs: UInt8
  /// The numbers of the older keys, which still verify, newest first.
  package var verify: [UInt8]
  /// How many keys are kept; a token that an older one signed is no token any more.
  package var keysMax: Int

  /// `keys`: newest first, not empty.
  package init(_ keys: [TokenKey]) {
    signs = keys.first?.number ?? 0
    verify = keys.dropFirst().map(\.number)
    keysMax = StoreLimits.tokenKeysMax
  }
}
