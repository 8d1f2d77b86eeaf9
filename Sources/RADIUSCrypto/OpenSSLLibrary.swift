internal import COpenSSL

/// OpenSSL as this module uses it: a library context of our own, so that nothing depends on the machine's
/// `openssl.cnf`, with the `default` and, where it is installed, the `legacy` provider.
enum OpenSSLLibrary {
  /// Never freed. OpenSSL's library contexts may be used by many threads.
  nonisolated(unsafe) static let context: OpaquePointer = {
    guard let context = OSSL_LIB_CTX_new(), OSSL_PROVIDER_load(context, "default") != nil else {
      preconditionFailure("OpenSSL's default provider cannot be loaded")
    }
    return context
  }()

  /// Loaded at most once, and never unloaded. Nil when this machine lacks it.
  nonisolated(unsafe) static let legacyProvider: OpaquePointer? = {
    let provider = OSSL_PROVIDER_load(context, "legacy")
    // What failed is told by the result; it must not stay behind for another user of OpenSSL in this thread.
    if provider == nil { ERR_clear_error() }
    return provider
  }()

  /// DES in electronic code book mode, fetched once; nil without the legacy provider.
  nonisolated(unsafe) static let des: OpaquePointer? =
    legacyProvider == nil ? nil : EVP_CIPHER_fetch(context, "DES-ECB", nil)

  /// RC4 is fetched only to say whether it is there.
  static let hasRC4: Bool = {
    guard legacyProvider != nil, let cipher = EVP_CIPHER_fetch(context, "RC4", nil) else { return false }
    EVP_CIPHER_free(cipher)
    return true
  }()
}
