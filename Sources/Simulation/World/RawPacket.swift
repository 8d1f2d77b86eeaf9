import RADIUSWire

/// A packet being written by a NAS, where it lies. The world's packets are short, and written a million times.
struct RawPacket {
  static let lengthMax = 512
  private let octets: UnsafeMutablePointer<UInt8>
  private(set) var count = WireLimits.packetLengthMin

  /// The octets of the packet that `body` writes. Its authenticator is zero.
  static func make(code: PacketCode, identifier: UInt8, _ body: (inout RawPacket) -> Void) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: lengthMax) { buffer, count in
      guard let octets = buffer.baseAddress else { preconditionFailure("a buffer that was asked for") }
      var packet = RawPacket(octets: octets)
      octets.initialize(repeating: 0, count: WireLimits.packetLengthMin)
      octets[0] = code.rawValue
      octets[1] = identifier
      body(&packet)
      octets[2] = UInt8(truncatingIfNeeded: packet.count >> 8)
      octets[3] = UInt8(truncatingIfNeeded: packet.count)
      count = packet.count
    }
  }

  private init(octets: UnsafeMutablePointer<UInt8>) { self.octets = octets }

  private mutating func put(_ octet: UInt8) {
    octets[count] = octet
    count += 1
  }

  /// Puts an attribute's header, whose length ``end(_:)`` fills in.
  private mutating func begin(_ type: UInt8) -> Int {
    precondition(count < RawPacket.lengthMax - 255, "a packet of the world's is short")
    put(type)
    put(0)
    return count
  }

  private func end(_ start: Int) { octets[start - 1] = UInt8(count - start + WireLimits.attributeHeaderLength) }

  mutating func authenticate(_ high: UInt64, _ low: UInt64) {
    let raw = UnsafeMutableRawPointer(octets)
    raw.storeBytes(of: high, toByteOffset: 4, as: UInt64.self)
    raw.storeBytes(of: low, toByteOffset: 12, as: UInt64.self)
  }

  mutating func append(_ type: AttributeType, integer: UInt32) {
    let start = begin(type.rawValue)
    for shift: UInt32 in [24, 16, 8, 0] { put(UInt8(truncatingIfNeeded: integer >> shift)) }
    end(start)
  }

  mutating func append(_ type: AttributeType, _ value: some Collection<UInt8>) {
    let start = begin(type.rawValue)
    for octet in value { put(octet) }
    end(start)
  }

  /// Text and a number behind it.
  mutating func append(_ type: AttributeType, _ text: StaticString, number: Int, radix: Int = 10) {
    let start = begin(type.rawValue)
    text.withUTF8Buffer { for octet in $0 { octets[count] = octet; count += 1 } }
    put(number: number, radix: radix)
    end(start)
  }

  mutating func put(number: Int, radix: Int) {
    var divisor = 1
    while number / divisor >= radix { divisor *= radix }
    while divisor > 0 {
      let digit = UInt8(number / divisor % radix)
      put(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
      divisor /= radix
    }
  }

  /// The MAC of a device, with hyphens and capitals, or as the same device writes it in accounting.
  mutating func append(_ type: AttributeType, station: Int32, isRewritten: Bool) {
    let start = begin(type.rawValue)
    let letter: UInt8 = isRewritten ? 0x61 : 0x41
    for octet in 0..<6 {
      if octet > 0, !isRewritten { put(0x2d) }
      let value = octet == 0 ? 0x02 : octet < 2 ? 0xab : Int(station) >> (8 * (5 - octet)) & 255
      put(nibble: UInt8(value >> 4), letter)
      put(nibble: UInt8(value & 15), letter)
    }
    end(start)
  }

  private mutating func put(nibble: UInt8, _ letter: UInt8) { put(nibble < 10 ? 0x30 + nibble : letter + nibble - 10) }

  /// A Message-Authenticator that signing fills in.
  mutating func appendMessageAuthenticator() {
    let start = begin(AttributeType.messageAuthenticator.rawValue)
    for _ in 0..<Authenticator.length { put(0) }
    end(start)
  }
}
