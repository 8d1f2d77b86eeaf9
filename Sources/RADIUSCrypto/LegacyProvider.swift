/// Whether OpenSSL's legacy provider is here. MD4 and DES come from it, and MS-CHAP needs both.
///
/// Ask at start-up, and print ``message`` where ``isAvailable`` is false.
package enum LegacyProvider {
  package enum Status: Equatable, Sendable {
    case available
    /// The provider is missing, or lacks these algorithms.
    case missing(algorithms: [String])
  }

  /// Found out once per process.
  package static let status: Status = {
    let has = OpenSSLLibrary.legacyProvider != nil
    let found: [(name: String, isThere: Bool)] = [
      ("MD4", has && DigestAlgorithm.md4.isAvailable), ("DES", OpenSSLLibrary.des != nil),
      ("RC4", OpenSSLLibrary.hasRC4),
    ]
    let missing = found.filter { !$0.isThere }.map(\.name)
    return missing.isEmpty ? .available : .missing(algorithms: missing)
  }()

  package static var isAvailable: Bool { status == .available }

  /// A sentence for an operator; nil when nothing is missing.
  package static var message: String? { status.message }
}

extension LegacyProvider.Status {
  /// What is missing, what fails for it, and what to do; nil when nothing is missing.
  package var message: String? {
    guard case .missing(let algorithms) = self else { return nil }
    return "OpenSSL's legacy provider is missing (\(algorithms.joined(separator: ", "))): MS-CHAP and NT-Password "
      + "cannot be checked; install the package that holds ossl-modules/legacy.so (libssl3 on Debian) or set "
      + "OPENSSL_MODULES to its folder"
  }
}
