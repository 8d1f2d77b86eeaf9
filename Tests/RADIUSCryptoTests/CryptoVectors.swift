import Foundation
import RADIUSCrypto
import RADIUSWire
import Testing

/// `vectors.json`: what the RFCs print.
struct CryptoVectors: Decodable {
  struct SignedPacket: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let secret: String
    let hex: String
    let answers: String?
    let password: String?
    var testDescription: String { name }
  }
  struct MSCHAPv2: Decodable {
    let user, password, authenticatorChallenge, peerChallenge, challenge, passwordHash, ntResponse: String
    let passwordHashHash, authenticatorResponse: String
  }
  struct MPPEKeys: Decodable { let masterKey, sendStartKey128, sendSessionKey128: String }
  struct MSCHAPv1: Decodable { let password, challenge, ntResponse: String }
  struct Keyed: Decodable, Sendable { let key, text, digest: String }
  struct Tunnel: Decodable { let password, salt, requestAuthenticator, attribute: String }

  let packets: [SignedPacket]
  let mschapv2: MSCHAPv2
  let mppe: MPPEKeys
  let mschapv1: MSCHAPv1
  let hmacmd5: [Keyed]
  let tunnelPassword: Tunnel

  static let shared = load("vectors.json", as: CryptoVectors.self)

  /// Reads a file of `Tests/Vectors`. A file that cannot be read stops the tests, with its name.
  static func load<Content: Decodable>(_ name: String, as type: Content.Type) -> Content {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    do {
      return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: "Vectors/\(name)")))
    } catch {
      fatalError("\(name): \(error)")
    }
  }
}

/// `authentic.json`.
struct AuthenticVectors: Decodable {
  struct Password: Decodable, Sendable { let password, hidden: String }
  struct Salted: Decodable, Sendable { let value, salt, hidden: String }
  struct Ascend: Decodable, Sendable { let value, hidden: String }
  struct Challenge: Decodable, Sendable { let password, challenge, attribute: String }

  let requestAuthenticator: String
  let secret: String
  let requests: [CryptoVectors.SignedPacket]
  let replies: [CryptoVectors.SignedPacket]
  let userPasswords: [Password]
  let saltedValues: [Salted]
  let ascendSecrets: [Ascend]
  let chap: [Challenge]

  static let shared = CryptoVectors.load("authentic.json", as: AuthenticVectors.self)

  var sharedSecret: SharedSecret { SharedSecret(secret) }
  var authenticator: Authenticator { Authenticator(unhex(requestAuthenticator)) ?? .zero }

  func request(named name: String) throws -> Packet {
    try Packet(decoding: unhex(try #require(requests.first { $0.name == name }).hex))
  }
}

/// `unauthentic.json`.
struct UnauthenticVectors: Decodable {
  struct Entry: Decodable, Sendable, CustomTestStringConvertible {
    let name, why, secret, hex, messageAuthenticator: String
    let answers: String?
    let authenticatorValid: Bool?
    var testDescription: String { name }
  }

  let packets: [Entry]

  static let shared = CryptoVectors.load("unauthentic.json", as: UnauthenticVectors.self)
}

/// Octets out of hexadecimal digits.
func unhex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  precondition(digits.count == text.count && digits.count.isMultiple(of: 2), "not hexadecimal: \(text)")
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

func hex(_ octets: [UInt8]) -> String {
  octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
