/// `{SSHA}…` and its like: a password whose kind stands in braces before it, as LDAP servers keep them.
enum PasswordHeader {
  /// Reads Password-With-Header. Without a header it is the password itself, unless it is the base64 of one with a
  /// header, as FreeRADIUS takes it.
  static func read(_ value: [UInt8]) throws(PasswordFormatError) -> StoredPassword {
    if let password = try readHeader(value) { return password }
    if let decoded = TextEncoding.base64(value), let password = try? readHeader(decoded) { return password }
    return .cleartext(value)
  }

  /// Nil where no header begins the value.
  private static func readHeader(_ value: [UInt8]) throws(PasswordFormatError) -> StoredPassword? {
    guard value.first == UInt8(ascii: "{"), let end = value.firstIndex(of: UInt8(ascii: "}")) else { return nil }
    let header = String(decoding: value[1..<end], as: UTF8.self).lowercased()
    let rest = Array(value[(end + 1)...])
    // 389 Directory Server's header names the digest, which the reader of PBKDF2 needs.
    if header.hasPrefix("pbkdf2-") {
      return .pbkdf2(try PBKDF2Hash(Array("{PBKDF2-".utf8) + value[8...]))
    }
    guard let kind = kinds[header] else {
      throw PasswordFormatError(
        "{\(header)} is no header that is known",
        remedy: "write one of " + kinds.keys.sorted().map { "{\($0)}" }.joined(separator: " "))
    }
    return try kind.read(rest)
  }

  private static let kinds: [String: PasswordKind] = [
    "clear": .cleartext, "cleartext": .cleartext, "crypt": .crypt, "md5": .md5, "base64_md5": .md5, "smd5": .smd5,
    "sha": .sha, "ssha": .ssha, "sha2": .sha2, "sha224": .sha2, "sha256": .sha2, "sha384": .sha2, "sha512": .sha2,
    "ssha224": .ssha224, "ssha256": .ssha256, "ssha384": .ssha384, "ssha512": .ssha512, "nt": .nt, "nthash": .nt,
    "md4": .nt, "x-nthash": .nt, "x- orclntv": .nt, "pbkdf2": .pbkdf2, "x-pbkdf2": .pbkdf2,
  ]
}
