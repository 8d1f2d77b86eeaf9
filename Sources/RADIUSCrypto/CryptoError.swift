/// Why a calculation could not be made.
package enum CryptoError: Error, Equatable, Sendable, CustomStringConvertible {
  /// MD4 or DES is needed, and OpenSSL's legacy provider is not there: see ``LegacyProvider/message``.
  case legacyProviderMissing
  /// A value of `length` octets where at most `lengthMax` can be hidden.
  case valueTooLong(length: Int, lengthMax: Int)
  /// A value of `length` octets where exactly `expected` are needed.
  case wrongLength(length: Int, expected: Int)

  package var description: String {
    switch self {
    case .legacyProviderMissing: LegacyProvider.message ?? "OpenSSL's legacy provider is missing"
    case .valueTooLong(let length, let lengthMax): "\(length) octets are more than the \(lengthMax) that can be hidden"
    case .wrongLength(let length, let expected): "\(length) octets where \(expected) are needed"
    }
  }
}
