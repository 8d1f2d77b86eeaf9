package import RADIUSWire

/// Digests of octets in memory.
package enum Digest {
  /// MD5 of the parts, one after the other (RFC 1321).
  package static func md5(_ parts: [UInt8]...) -> Authenticator {
    var state = MD5State()
    for part in parts { state.update(part) }
    return state.finish()
  }

  /// The digest of the parts, one after the other.
  /// - Throws: ``CryptoError/legacyProviderMissing`` for MD4 without the legacy provider.
  package static func compute(_ algorithm: DigestAlgorithm, _ parts: [UInt8]...) throws(CryptoError) -> [UInt8] {
    let digest = ThreadContext.current.with(algorithm) { state in
      state.begin()
      for part in parts { state.update(part) }
      return [UInt8](unsafeUninitializedCapacity: algorithm.length) { buffer, count in
        state.finish(into: UnsafeMutableRawBufferPointer(buffer))
        count = algorithm.length
      }
    }
    guard let digest else { throw .legacyProviderMissing }
    return digest
  }
}
