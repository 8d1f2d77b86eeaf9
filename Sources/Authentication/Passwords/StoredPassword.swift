import RADIUSCrypto

/// A password as the users file keeps it, decoded and checked when the file was read.
enum StoredPassword: Equatable, Sendable {
  case cleartext([UInt8])
  /// The MD4 of the password in UTF-16: 16 octets (RFC 2759 §8.3).
  case ntHash([UInt8])
  /// A plain or salted digest: the digest of the password and then the salt.
  case digest(DigestAlgorithm, digest: [UInt8], salt: [UInt8])
  /// What libcrypt makes of it: `$6$…`, `$2b$…`, `$y$…` and its other forms.
  case crypt([UInt8])
  case pbkdf2(PBKDF2Hash)
  /// `!` or `*` where a hash should be, as in `/etc/shadow`: no password matches.
  case locked

  /// Whether checking it takes so long that it must not be done on an event loop.
  var isSlow: Bool {
    switch self {
    case .crypt, .pbkdf2: true
    default: false
    }
  }

  /// Whether a password as the user typed it is this one. Takes the same time whether it is or not.
  /// - Throws: ``CryptoError`` when OpenSSL lacks the digest.
  func matches(_ password: [UInt8]) throws(CryptoError) -> Bool {
    switch self {
    case .cleartext(let known): StoredPassword.equals(known, password)
    case .ntHash(let known): constantTimeEquals(known, try MSCHAP.ntPasswordHash(password))
    case .digest(let algorithm, let known, let salt):
      constantTimeEquals(known, try Digest.compute(algorithm, password, salt))
    case .crypt(let known): CryptHash.matches(known, password: password)
    case .pbkdf2(let known): known.matches(password)
    case .locked: false
    }
  }

  /// The NT hash, for MS-CHAP; nil where the password is kept in a form that does not give it.
  func ntPasswordHash() throws(CryptoError) -> [UInt8]? {
    switch self {
    case .cleartext(let password): try MSCHAP.ntPasswordHash(password)
    case .ntHash(let hash): hash
    default: nil
    }
  }

  /// Compares over a length that only the given password decides, so that time does not tell the known one's length.
  private static func equals(_ known: [UInt8], _ given: [UInt8]) -> Bool {
    var difference: UInt8 = known.count == given.count ? 0 : 1
    for index in given.indices {
      difference |= given[index] ^ (known.isEmpty ? 0xff : known[index % known.count])
    }
    return difference == 0
  }
}
