internal import CCrypt
internal import RADIUSCrypto

#if canImport(Glibc)
  internal import Glibc
#endif

/// Makes what a users file keeps in place of a password.
package enum PasswordHash {
  /// The longest User-Password (RFC 2865 §5.2).
  package static let passwordLengthMax = UserPassword.lengthMax

  /// The value for ``PasswordMethod/attributeName``: a crypt(5) hash with a fresh salt, 32 hexadecimal digits, or the
  /// password itself.
  package static func make(_ password: String, method: PasswordMethod) throws(UsersEditError) -> String {
    guard !password.isEmpty else { throw UsersEditError("an empty password lets nobody in; give one") }
    guard password.utf8.count <= passwordLengthMax else {
      throw UsersEditError(
        "a password of \(password.utf8.count) octets is longer than \(passwordLengthMax), which is "
          + "all that RADIUS carries")
    }
    guard !password.utf8.contains(0), !password.contains(where: \.isNewline) else {
      throw UsersEditError("a password has no line end and no zero octet")
    }
    if let prefix = method.cryptPrefix { return try crypt(password, prefix: prefix) }
    guard method == .nt else { return password }
    do {
      return try MSCHAP.ntPasswordHash(Array(password.utf8))
        .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    } catch { throw UsersEditError("the NT hash cannot be computed: \(error)") }
  }

  /// crypt(3) with a salt that libcrypt draws from the system, at its default cost.
  private static func crypt(_ password: String, prefix: String) throws(UsersEditError) -> String {
    guard let setting = crypt_gensalt_ra(prefix, 0, nil, 0) else {
      throw UsersEditError("this machine's libcrypt does not know \(prefix); choose another --method")
    }
    defer { free(setting) }
    var scratch: UnsafeMutableRawPointer?
    var length: CInt = 0
    defer { free(scratch) }
    guard let hash = crypt_ra(password, setting, &scratch, &length) else {
      throw UsersEditError("the password cannot be hashed with \(prefix): \(String(cString: strerror(errno)))")
    }
    return String(cString: hash)
  }
}
