import RADIUSCrypto

/// A password under PBKDF2 (RFC 8018 §5.2), in the forms that password files have:
///
/// - `HMACSHA2+256:AAAnEA:SALT:HASH` of Perl's Crypt::PBKDF2 for LDAP, as FreeRADIUS takes it: the iterations as base64
///   of four octets. A decimal number is taken too.
/// - `$PBKDF2$HMACSHA2+256:10000:SALT$HASH` of the same module,
/// - `$pbkdf2-sha256$10000$SALT$HASH` of Python's passlib, where `.` stands for `+`,
/// - `{PBKDF2-SHA512}10000$SALT$HASH` of 389 Directory Server,
/// - `pbkdf2_sha256$10000$SALT$HASH` of Django, whose salt is plain text.
///
/// SALT and HASH are base64 but for Django's salt; padding may be missing.
struct PBKDF2Hash: Equatable, Sendable {
  /// More would keep a thread for many seconds, for each login of one user.
  static let iterationsMax = 10_000_000

  let algorithm: DigestAlgorithm
  let iterations: Int
  let salt: [UInt8]
  let hash: [UInt8]

  func matches(_ password: [UInt8]) -> Bool {
    let derived = PBKDF2.derive(
      algorithm, password: password, salt: salt, iterations: iterations, length: hash.count)
    return derived.map { constantTimeEquals($0, hash) } ?? false
  }

  /// - Throws: what is wrong with the text, as a sentence without a full stop.
  init(_ text: [UInt8]) throws(PasswordFormatError) {
    let parts = try PBKDF2Hash.split(text)
    guard let algorithm = PBKDF2Hash.algorithm(parts.method) else {
      throw PasswordFormatError("PBKDF2 with \"\(parts.method)\" is not known")
    }
    guard let iterations = PBKDF2Hash.iterations(parts.iterations), iterations > 0 else {
      throw PasswordFormatError("the iterations of PBKDF2 are no number")
    }
    guard iterations <= PBKDF2Hash.iterationsMax else {
      throw PasswordFormatError("PBKDF2 with \(iterations) iterations is over \(PBKDF2Hash.iterationsMax)")
    }
    let salt = parts.saltIsText ? Array(parts.salt) : TextEncoding.base64(parts.salt)
    guard let salt, !salt.isEmpty else { throw PasswordFormatError("the salt of PBKDF2 is no base64") }
    guard let hash = TextEncoding.base64(parts.hash), hash.count == algorithm.length else {
      throw PasswordFormatError("the hash of PBKDF2 is not the base64 of \(algorithm.length) octets")
    }
    self.algorithm = algorithm
    self.iterations = iterations
    self.salt = salt
    self.hash = hash
  }

  private struct Parts {
    var method: String
    var iterations: ArraySlice<UInt8>
    var salt: ArraySlice<UInt8>
    var hash: ArraySlice<UInt8>
    var saltIsText = false
  }

  private static func split(_ text: [UInt8]) throws(PasswordFormatError) -> Parts {
    let dollar = UInt8(ascii: "$")
    let colon = UInt8(ascii: ":")
    if let rest = text.dropping(prefix: "$PBKDF2$") {
      return try parts(rest, methodEnd: colon, iterationsEnd: colon, saltEnd: dollar)
    }
    if let rest = text.dropping(prefix: "$pbkdf2-") {
      return try parts(rest, methodEnd: dollar, iterationsEnd: dollar, saltEnd: dollar)
    }
    if let rest = text.dropping(prefix: "{PBKDF2-") {
      return try parts(rest, methodEnd: UInt8(ascii: "}"), iterationsEnd: dollar, saltEnd: dollar)
    }
    if let rest = text.dropping(prefix: "pbkdf2_") {
      var parts = try parts(rest, methodEnd: dollar, iterationsEnd: dollar, saltEnd: dollar)
      parts.saltIsText = true
      return parts
    }
    var rest = text[...]
    if rest.first == UInt8(ascii: "{"), let end = rest.firstIndex(of: UInt8(ascii: "}")) { rest = rest[(end + 1)...] }
    return try parts(rest, methodEnd: colon, iterationsEnd: colon, saltEnd: colon)
  }

  private static func parts(
    _ text: ArraySlice<UInt8>, methodEnd: UInt8, iterationsEnd: UInt8, saltEnd: UInt8
  ) throws(PasswordFormatError) -> Parts {
    guard let first = text.firstIndex(of: methodEnd),
      let second = text[(first + 1)...].firstIndex(of: iterationsEnd),
      let third = text[(second + 1)...].firstIndex(of: saltEnd)
    else { throw PasswordFormatError("PBKDF2 needs a method, iterations, a salt and a hash") }
    return Parts(
      method: String(decoding: text[..<first], as: UTF8.self), iterations: text[(first + 1)..<second],
      salt: text[(second + 1)..<third], hash: text[(third + 1)...])
  }

  private static func algorithm(_ name: String) -> DigestAlgorithm? {
    switch name.lowercased() {
    case "hmacsha1", "sha1": .sha1
    case "hmacsha2+224", "sha224": .sha224
    case "hmacsha2+256", "sha256": .sha256
    case "hmacsha2+384", "sha384": .sha384
    case "hmacsha2+512", "sha512": .sha512
    default: nil
    }
  }

  /// A decimal number, or four octets in base64. Digits alone are decimal: as base64 they would be over 3,000,000,000.
  private static func iterations(_ text: ArraySlice<UInt8>) -> Int? {
    if !text.isEmpty, text.count <= 10, text.allSatisfy({ (0x30...0x39).contains($0) }) {
      return Int(String(decoding: text, as: UTF8.self))
    }
    guard let octets = TextEncoding.base64(text), octets.count == 4 else { return nil }
    return octets.reduce(0) { $0 << 8 | Int($1) }
  }
}

extension Array where Element == UInt8 {
  /// What follows a prefix; nil where it is not there.
  fileprivate func dropping(prefix: String) -> ArraySlice<UInt8>? {
    starts(with: prefix.utf8) ? self[prefix.utf8.count...] : nil
  }
}
