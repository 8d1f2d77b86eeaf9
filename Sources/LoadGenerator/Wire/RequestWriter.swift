internal import RADIUSCrypto
internal import RADIUSWire

/// Writes a request in place, into memory of the load's own.
struct RequestWriter {
  /// Octets of a request at most: the longest name and password, and all that is added to them.
  static let lengthMax = 1024

  private let buffer: UnsafeMutableRawBufferPointer
  private(set) var length: Int

  init(_ buffer: UnsafeMutableRawBufferPointer, code: PacketCode, identifier: UInt8, authenticator: Authenticator) {
    self.buffer = buffer
    buffer[0] = code.rawValue
    buffer[1] = identifier
    buffer.storeBytes(of: authenticator.octets, toByteOffset: 4, as: InlineArray<16, UInt8>.self)
    length = WireLimits.packetLengthMin
  }

  mutating func append(_ type: AttributeType, _ octets: UnsafeRawBufferPointer) {
    guard octets.count <= WireLimits.valueLengthMax else { return }
    UnsafeMutableRawBufferPointer(rebasing: begin(type, octets.count)[...]).copyMemory(from: octets)
  }

  mutating func append(_ type: AttributeType, _ octets: [UInt8]) { octets.withUnsafeBytes { append(type, $0) } }

  mutating func append(_ type: AttributeType, integer: UInt32) {
    begin(type, 4).storeBytes(of: integer.bigEndian, as: UInt32.self)
  }

  /// Sixteen lower-case hexadecimal digits.
  mutating func append(_ type: AttributeType, hexadecimal number: UInt64) {
    let value = begin(type, 16)
    for position in 0..<16 {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * position)) & 15
      value[position] = digit < 10 ? 0x30 + digit : 0x57 + digit
    }
  }

  mutating func append(vendor: UInt32, type: UInt8, _ octets: [UInt8]) {
    let value = begin(.vendorSpecific, octets.count + 6)
    value.storeBytes(of: vendor.bigEndian, as: UInt32.self)
    value[4] = type
    value[5] = UInt8(octets.count + 2)
    for (position, octet) in octets.enumerated() { value[6 + position] = octet }
  }

  /// User-Password, hidden (RFC 2865 §5.2).
  mutating func append(hiding password: [UInt8], secret: SharedSecret, authenticator: Authenticator) {
    let count = UserPassword.hiddenLength(of: password.count)
    let value = begin(.userPassword, count)
    value.initializeMemory(as: UInt8.self, repeating: 0)
    password.withUnsafeBytes { value.copyMemory(from: $0) }
    UserPassword.hide(inPlace: value, secret: secret, requestAuthenticator: authenticator)
  }

  /// Sets Length and signs: what is left to do. Returns the authenticator that the reply answers.
  mutating func finish(secret: SharedSecret) -> Authenticator {
    buffer[2] = UInt8(truncatingIfNeeded: length >> 8)
    buffer[3] = UInt8(truncatingIfNeeded: length)
    let packet = UnsafeMutableRawBufferPointer(rebasing: buffer[..<length])
    PacketSignature.sign(request: packet, secret: secret)
    return Authenticator(loading: UnsafeRawBufferPointer(packet), at: 4)
  }

  /// The header of an attribute; returns where its value belongs.
  mutating func begin(_ type: AttributeType, _ count: Int) -> UnsafeMutableRawBufferPointer {
    buffer[length] = type.rawValue
    buffer[length + 1] = UInt8(count + WireLimits.attributeHeaderLength)
    let start = length + WireLimits.attributeHeaderLength
    length = start + count
    return UnsafeMutableRawBufferPointer(rebasing: buffer[start..<length])
  }
}
