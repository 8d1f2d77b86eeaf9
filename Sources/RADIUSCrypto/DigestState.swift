internal import COpenSSL
internal import RADIUSWire

/// One reusable OpenSSL digest context. It belongs to one thread: see ``ThreadContext``.
///
/// A failure of OpenSSL here can only be a lack of memory, so it stops the process instead of passing for a digest.
struct DigestState: ~Copyable {
  private let context: OpaquePointer

  /// Nil when no provider has the algorithm.
  init?(_ algorithm: DigestAlgorithm) {
    guard let method = algorithm.fetched else { return nil }
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, method, nil) == 1 else {
      preconditionFailure("OpenSSL cannot make a digest context")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Starts over with the same algorithm. Nothing is fetched or allocated on our side; OpenSSL 3.0 itself frees and
  /// allocates its provider's state of about a hundred octets here, which no call of EVP avoids.
  borrowing func begin() { precondition(EVP_DigestInit_ex2(context, nil, nil) == 1) }

  borrowing func update(_ octets: UnsafeRawBufferPointer) {
    guard octets.count > 0 else { return }
    precondition(EVP_DigestUpdate(context, octets.baseAddress, octets.count) == 1)
  }

  borrowing func update(_ octets: [UInt8]) { octets.withUnsafeBytes { update($0) } }

  borrowing func update(_ octets: ArraySlice<UInt8>) { octets.withUnsafeBytes { update($0) } }

  borrowing func update(_ authenticator: Authenticator) {
    withUnsafeBytes(of: authenticator.octets) { update($0) }
  }

  /// Writes the digest; `result` must have room for its length.
  borrowing func finish(into result: UnsafeMutableRawBufferPointer) {
    precondition(EVP_DigestFinal_ex(context, result.baseAddress?.assumingMemoryBound(to: UInt8.self), nil) == 1)
  }

  /// The digest of an algorithm with sixteen octets.
  borrowing func finish() -> Authenticator {
    var octets = InlineArray<16, UInt8>(repeating: 0)
    withUnsafeMutableBytes(of: &octets) { finish(into: $0) }
    return Authenticator(octets)
  }
}
