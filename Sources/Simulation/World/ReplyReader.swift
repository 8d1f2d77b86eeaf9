import RADIUSWire

/// What a NAS takes from an answer.
struct ReplyReader {
  var address: UInt32?
  var sessionTimeout: UInt32?
  var interval: UInt32?
  var token: [UInt8] = []

  init(_ bytes: [UInt8]) {
    var offset = WireLimits.packetLengthMin
    while offset + 1 < bytes.count, bytes[offset + 1] >= 2 {
      let length = Int(bytes[offset + 1])
      switch AttributeType(rawValue: bytes[offset]) {
      case .framedIPAddress: address = ReplyReader.number(bytes, offset + 2)
      case .sessionTimeout: sessionTimeout = ReplyReader.number(bytes, offset + 2)
      case .acctInterimInterval: interval = ReplyReader.number(bytes, offset + 2)
      case .classAttribute: token = Array(bytes[(offset + 2)..<(offset + length)])
      default: break
      }
      offset += length
    }
  }

  /// The lease that the token names: the engine's own form, which a NAS would not read.
  var lease: UInt64 {
    guard token.count == 44 else { return 0 }
    return token[4..<20].reduce(0) { $0 << 4 | UInt64($1 < 0x3a ? $1 - 0x30 : $1 - 0x61 + 10) }
  }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
