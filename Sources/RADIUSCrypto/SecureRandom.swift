internal import COpenSSL
package import RADIUSWire

/// Octets from OpenSSL's generator, which the system seeds.
///
/// It is a `RandomNumberGenerator`, for the shell to hand to a core that takes one.
package struct SecureRandom: RandomNumberGenerator, Sendable {
  package init() {}

  package mutating func next() -> UInt64 {
    var number: UInt64 = 0
    withUnsafeMutableBytes(of: &number) { SecureRandom.fill($0) }
    return number
  }

  package static func bytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      fill(UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count))
      initialized = count
    }
  }

  /// An authenticator for an Access-Request or a Status-Server (RFC 2865 §3, RFC 5997 §3).
  package static func authenticator() -> Authenticator {
    var octets = InlineArray<16, UInt8>(repeating: 0)
    withUnsafeMutableBytes(of: &octets) { fill($0) }
    return Authenticator(octets)
  }

  /// A generator without entropy must not pass for one: it stops the process.
  static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
    guard buffer.count > 0 else { return }
    let octets = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    precondition(RAND_bytes(octets, Int32(buffer.count)) == 1, "OpenSSL's random generator failed")
  }
}
