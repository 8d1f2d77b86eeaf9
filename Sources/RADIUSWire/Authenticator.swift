/// The sixteen octets of a Request or Response Authenticator (RFC 2865 §3), or of a digest that is compared with one.
///
/// `==` takes the same time whatever the octets are.
package struct Authenticator: Hashable, Sendable {
  package static let length = 16
  package static let zero = Authenticator(InlineArray(repeating: 0))

  package var octets: InlineArray<16, UInt8>

  package init(_ octets: InlineArray<16, UInt8>) { self.octets = octets }

  /// Sixteen octets; nil for any other count.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Authenticator.length else { return nil }
    octets = InlineArray(repeating: 0)
    var position = 0
    for byte in bytes {
      octets[position] = byte
      position += 1
    }
  }

  /// The sixteen octets at `offset` of `buffer`, which must hold them.
  package init(loading buffer: UnsafeRawBufferPointer, at offset: Int) {
    precondition(offset >= 0 && offset <= buffer.count - Authenticator.length)
    octets = buffer.loadUnaligned(fromByteOffset: offset, as: InlineArray<16, UInt8>.self)
  }

  package var bytes: [UInt8] { (0..<Authenticator.length).map { octets[$0] } }

  package static func == (left: Authenticator, right: Authenticator) -> Bool {
    var difference: UInt8 = 0
    for position in 0..<length { difference |= left.octets[position] ^ right.octets[position] }
    return difference == 0
  }

  package func hash(into hasher: inout Hasher) {
    var copy = octets
    withUnsafeBytes(of: &copy) { hasher.combine(bytes: $0) }
  }
}

extension Authenticator: CustomStringConvertible {
  /// Thirty-two hexadecimal digits.
  package var description: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
