internal import COpenSSL
internal import RADIUSWire

/// An MD5 calculation that can be copied half way (RFC 1321), on OpenSSL's own functions for it.
///
/// Not on EVP: there OpenSSL 3 frees and allocates its provider's state whenever a digest starts, also out of a copied
/// context, which costs half as much as a block of MD5. Here a precomputed state is a value of 92 octets: see
/// ``SharedSecret``.
struct MD5State: Sendable {
  private var context = MD5_CTX()

  init() { precondition(MD5_Init(&context) == 1) }

  /// After `octets`.
  init(_ octets: [UInt8]) {
    self.init()
    update(octets)
  }

  mutating func update(_ octets: UnsafeRawBufferPointer) {
    guard let start = octets.baseAddress, octets.count > 0 else { return }
    precondition(MD5_Update(&context, start, octets.count) == 1)
  }

  mutating func update(_ octets: [UInt8]) { octets.withUnsafeBytes { update($0) } }

  mutating func update(_ octets: ArraySlice<UInt8>) { octets.withUnsafeBytes { update($0) } }

  mutating func update(_ authenticator: Authenticator) { withUnsafeBytes(of: authenticator.octets) { update($0) } }

  /// The digest. The state is spent after it.
  mutating func finish() -> Authenticator {
    var octets = InlineArray<16, UInt8>(repeating: 0)
    withUnsafeMutableBytes(of: &octets) { result in
      precondition(MD5_Final(result.baseAddress?.assumingMemoryBound(to: UInt8.self), &context) == 1)
    }
    return Authenticator(octets)
  }
}
