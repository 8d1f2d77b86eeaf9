package import RADIUSWire

/// Hiding of Ascend-Send-Secret and -Receive-Secret, which dictionaries flag `encrypt=3`: one block, XORed with
/// MD5(Request Authenticator + secret). No RFC has it.
package enum AscendSecret {
  package static let lengthMax = 16

  /// Sixteen octets.
  package static func hide(
    _ value: [UInt8], secret: SharedSecret, requestAuthenticator: Authenticator
  ) throws(CryptoError) -> [UInt8] {
    guard value.count <= lengthMax else { throw .valueTooLong(length: value.count, lengthMax: lengthMax) }
    return masked(value + [UInt8](repeating: 0, count: lengthMax - value.count), secret, requestAuthenticator)
  }

  /// The value without its padding of zeros; nil unless there are sixteen octets.
  package static func reveal(
    _ hidden: ArraySlice<UInt8>, secret: SharedSecret, requestAuthenticator: Authenticator
  ) -> [UInt8]? {
    guard hidden.count == lengthMax else { return nil }
    var value = masked(Array(hidden), secret, requestAuthenticator)
    while value.last == 0 { value.removeLast() }
    return value
  }

  private static func masked(_ octets: [UInt8], _ secret: SharedSecret, _ authenticator: Authenticator) -> [UInt8] {
    var state = MD5State()
    state.update(authenticator)
    state.update(secret.bytes)
    let mask = state.finish()
    return octets.indices.map { octets[$0] ^ mask.octets[$0] }
  }
}
