import RADIUSCrypto

/// The attributes that hold a known password, and how each is read.
enum PasswordKind: String, CaseIterable, Sendable {
  case cleartext = "Cleartext-Password"
  case user = "User-Password"
  case crypt = "Crypt-Password"
  case nt = "NT-Password"
  case md5 = "MD5-Password"
  case smd5 = "SMD5-Password"
  case sha = "SHA-Password"
  case sha1 = "SHA1-Password"
  case ssha = "SSHA-Password"
  case ssha1 = "SSHA1-Password"
  case sha2 = "SHA2-Password"
  case ssha2 = "SSHA2-Password"
  case ssha224 = "SSHA2-224-Password"
  case ssha256 = "SSHA2-256-Password"
  case ssha384 = "SSHA2-384-Password"
  case ssha512 = "SSHA2-512-Password"
  case pbkdf2 = "PBKDF2-Password"
  case withHeader = "Password-With-Header"

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue.lowercased(), $0) })

  /// Upper and lower case alike; nil for what is no password.
  init?(attribute: String) {
    guard let kind = PasswordKind.byName[attribute.lowercased()] else { return nil }
    self = kind
  }

  /// Reads a stored password. Hashes may be hexadecimal (with or without `0x`), base64 or the octets themselves.
  func read(_ value: [UInt8]) throws(PasswordFormatError) -> StoredPassword {
    switch self {
    // User-Password on the first line is what old files wrote for Cleartext-Password.
    case .cleartext, .user: return .cleartext(value)
    case .crypt: return try crypt(value)
    case .nt: return .ntHash(try plain([.md4], value).digest)
    case .md5: return try plain([.md5], value).stored
    case .sha, .sha1: return try plain([.sha1], value).stored
    case .sha2: return try plain([.sha224, .sha256, .sha384, .sha512], value).stored
    case .smd5: return try salted(.md5, value)
    case .ssha, .ssha1: return try salted(.sha1, value)
    case .ssha2:
      throw PasswordFormatError(
        "SSHA2-Password does not say which SHA-2 it is",
        remedy: "write SSHA2-224-, SSHA2-256-, SSHA2-384- or SSHA2-512-Password")
    case .ssha224: return try salted(.sha224, value)
    case .ssha256: return try salted(.sha256, value)
    case .ssha384: return try salted(.sha384, value)
    case .ssha512: return try salted(.sha512, value)
    case .pbkdf2: return .pbkdf2(try PBKDF2Hash(PasswordKind.octets(value)))
    case .withHeader: return try PasswordHeader.read(value)
    }
  }

  private func crypt(_ value: [UInt8]) throws(PasswordFormatError) -> StoredPassword {
    if let first = value.first, first == UInt8(ascii: "!") || first == UInt8(ascii: "*") { return .locked }
    guard CryptHash.isKnown(value) else {
      throw PasswordFormatError(
        "Crypt-Password is no hash that libcrypt knows",
        remedy: "make one with mkpasswd, such as $y$… or $6$…, and put it into single quotes")
    }
    return .crypt(value)
  }

  private struct PlainDigest {
    var algorithm: DigestAlgorithm
    var digest: [UInt8]
    var stored: StoredPassword { .digest(algorithm, digest: digest, salt: []) }
  }

  /// The algorithm is the one whose length the decoded value has.
  private func plain(_ algorithms: [DigestAlgorithm], _ value: [UInt8]) throws(PasswordFormatError) -> PlainDigest {
    let lengths = algorithms.map(\.length)
    let digest = PasswordKind.normalize(value) { lengths.contains($0) }
    guard let digest, let algorithm = algorithms.first(where: { $0.length == digest.count }) else {
      let list = lengths.map { String($0) }.joined(separator: ", ")
      throw PasswordFormatError(
        "\(rawValue) is not \(list) octets in hexadecimal or base64",
        remedy: "write \(lengths.map { String($0 * 2) }.joined(separator: ", ")) hexadecimal digits, or their base64")
    }
    return PlainDigest(algorithm: algorithm, digest: digest)
  }

  private func salted(_ algorithm: DigestAlgorithm, _ value: [UInt8]) throws(PasswordFormatError) -> StoredPassword {
    let length = algorithm.length
    guard let octets = PasswordKind.normalize(value, fits: { $0 > length }) else {
      throw PasswordFormatError(
        "\(rawValue) is not \(length) octets and a salt in hexadecimal or base64",
        remedy: "write the digest and then the salt, both together in base64")
    }
    return .digest(algorithm, digest: Array(octets[..<length]), salt: Array(octets[length...]))
  }

  /// The octets behind hexadecimal or base64, whichever gives a fitting length first. Octets that are no text, or were
  /// written as `0x…`, may stand for themselves.
  private static func normalize(_ value: [UInt8], fits: (Int) -> Bool) -> [UInt8]? {
    let octets = octets(value)
    if let decoded = TextEncoding.hexadecimal(octets), fits(decoded.count) { return decoded }
    if let decoded = TextEncoding.base64(octets), fits(decoded.count) { return decoded }
    let isText = octets == value && octets.allSatisfy { (0x20...0x7e).contains($0) }
    return !isText && fits(octets.count) ? octets : nil
  }

  /// `0x…` is how octets are written in a users file; what it stands for may be text again.
  private static func octets(_ value: [UInt8]) -> [UInt8] {
    guard value.count > 2, value[0] == UInt8(ascii: "0"), value[1] | 0x20 == UInt8(ascii: "x") else { return value }
    return TextEncoding.hexadecimal(value[2...]) ?? value
  }
}
