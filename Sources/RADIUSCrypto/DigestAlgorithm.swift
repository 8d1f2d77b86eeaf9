internal import COpenSSL

/// The digests that RADIUS and password files use. Each is fetched from OpenSSL once per process.
package enum DigestAlgorithm: Int, CaseIterable, Sendable {
  /// Only with ``LegacyProvider``.
  case md4
  case md5
  case sha1
  case sha224
  case sha256
  case sha384
  case sha512

  /// Octets of the result.
  package var length: Int {
    switch self {
    case .md4, .md5: 16
    case .sha1: 20
    case .sha224: 28
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  /// Octets of a block, which HMAC pads its key to (RFC 2104 §2).
  var blockLength: Int {
    switch self {
    case .sha384, .sha512: 128
    default: 64
    }
  }

  package var isAvailable: Bool { fetched != nil }

  /// OpenSSL's method; nil when no provider has it.
  var fetched: OpaquePointer? { DigestAlgorithm.methods[rawValue] }

  private var name: String {
    switch self {
    case .md4: "MD4"
    case .md5: "MD5"
    case .sha1: "SHA1"
    case .sha224: "SHA2-224"
    case .sha256: "SHA2-256"
    case .sha384: "SHA2-384"
    case .sha512: "SHA2-512"
    }
  }

  /// Methods are immutable, so that threads may share them.
  nonisolated(unsafe) private static let methods: [OpaquePointer?] = allCases.map {
    $0 == .md4 && OpenSSLLibrary.legacyProvider == nil ? nil : EVP_MD_fetch(OpenSSLLibrary.context, $0.name, nil)
  }
}
