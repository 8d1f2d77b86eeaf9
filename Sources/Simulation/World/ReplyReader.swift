import RADIUSWire

/// What a NAS takes from an answer.
struct ReplyReader {
  /// 0: none.
  var address: UInt32 = 0
  var sessionTimeout: UInt32 = 0
  var interval: UInt32 = 0
  /// Where Class is in the answer, with its 44 octets; 0: nowhere.
  var token = 0
  /// The lease that the token names: the engine's own form, which a NAS would not read.
  var lease: UInt64 = 0

  static let tokenLength = 44

  init(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { octets in
      var offset = WireLimits.packetLengthMin
      while offset + 1 < octets.count, octets[offset + 1] >= 2 {
        let length = Int(octets[offset + 1])
        switch octets[offset] {
        case 8: address = ReplyReader.number(octets, offset + 2)
        case 27: sessionTimeout = ReplyReader.number(octets, offset + 2)
        case 85: interval = ReplyReader.number(octets, offset + 2)
        case 25 where length == 2 + ReplyReader.tokenLength:
          token = offset + 2
          for place in (token + 4)..<(token + 20) {
            let digit = octets[place]
            lease = lease << 4 | UInt64(digit < 0x3a ? digit - 0x30 : digit - 0x61 + 10)
          }
        default: break
        }
        offset += length
      }
    }
  }

  /// The octets of Class; empty: there is none.
  func classOctets(of bytes: [UInt8]) -> [UInt8] {
    token > 0 ? Array(bytes[token..<(token + ReplyReader.tokenLength)]) : []
  }

  private static func number(_ octets: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
    UInt32(bigEndian: octets.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}
