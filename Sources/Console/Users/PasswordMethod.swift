/// How `rollcall users` keeps a password.
package enum PasswordMethod: String, CaseIterable, Sendable {
  case yescrypt
  case sha512
  case bcrypt
  /// The NT hash, which MS-CHAP needs; weak: MD4 without a salt.
  case nt
  /// As it is, which CHAP needs.
  case cleartext

  /// The attribute that carries it in a users file.
  package var attributeName: String {
    switch self {
    case .yescrypt, .sha512, .bcrypt: "Crypt-Password"
    case .nt: "NT-Password"
    case .cleartext: "Cleartext-Password"
    }
  }

  /// The prefix by which crypt(5) knows the method; nil for what is no crypt hash.
  var cryptPrefix: String? {
    switch self {
    case .yescrypt: "$y$"
    case .sha512: "$6$"
    case .bcrypt: "$2b$"
    case .nt, .cleartext: nil
    }
  }
}
