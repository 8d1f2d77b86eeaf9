/// An EAP packet (RFC 3748 §4).
struct EAPPacket: Equatable {
  enum Code: UInt8 {
    case request = 1
    case response = 2
    case success = 3
    case failure = 4
  }

  /// The types that are answered here (RFC 3748 §5).
  enum Method {
    static let identity: UInt8 = 1
    static let nak: UInt8 = 3
    static let md5Challenge: UInt8 = 4
    static let expandedNak: UInt8 = 254
  }

  var code: Code
  var identifier: UInt8
  /// Nil in Success and Failure.
  var method: UInt8?
  /// What follows the type.
  var data: ArraySlice<UInt8>

  init(code: Code, identifier: UInt8, method: UInt8? = nil, data: [UInt8] = []) {
    self.code = code
    self.identifier = identifier
    self.method = method
    self.data = data[...]
  }

  /// Octets past Length are padding (RFC 3748 §4.1). Nil for fewer than Length says, for an unknown code, and for a
  /// request or response without a type.
  init?(_ octets: [UInt8]) {
    guard octets.count >= 4, let code = Code(rawValue: octets[0]) else { return nil }
    let length = Int(octets[2]) << 8 | Int(octets[3])
    guard length >= 4, length <= octets.count else { return nil }
    self.code = code
    identifier = octets[1]
    switch code {
    case .success, .failure:
      method = nil
      data = []
    case .request, .response:
      guard length >= 5 else { return nil }
      method = octets[4]
      data = octets[5..<length]
    }
  }

  var octets: [UInt8] {
    let body = (method.map { [$0] } ?? []) + data
    let length = 4 + body.count
    return [code.rawValue, identifier, UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)] + body
  }
}
