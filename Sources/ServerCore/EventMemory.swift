import RADIUSWire
import Timebase

/// Accounting events that were recorded, to know a repetition that comes with a new Identifier and authenticator, or
/// from a new port: the same packet but for Acct-Delay-Time, about the same instant (RFC 2866 §5.2, RFC 5080 §2.2.1).
struct EventMemory {
  private struct Event {
    var time: Timestamp
    var authenticator: Authenticator
  }

  /// Acct-Delay-Time is whole seconds, and rounded by both sides.
  private static let slack: Int64 = 3000
  /// A packet repeated octet by octet is a repetition this long, in milliseconds.
  private static let identicalSpan: Int64 = 120_000

  private let capacity: Int
  private var events: [UInt64: Event] = [:]
  private var ring: [UInt64] = []
  private var next = 0

  init(capacity: Int) { self.capacity = capacity }

  func contains(_ fingerprint: UInt64, at time: Timestamp, _ authenticator: Authenticator) -> Bool {
    guard let event = events[fingerprint] else { return false }
    let apart = abs(event.time.milliseconds(to: time))
    return apart <= EventMemory.slack || apart <= EventMemory.identicalSpan && event.authenticator == authenticator
  }

  mutating func insert(_ fingerprint: UInt64, at time: Timestamp, _ authenticator: Authenticator) {
    if events.updateValue(Event(time: time, authenticator: authenticator), forKey: fingerprint) != nil { return }
    if ring.count < capacity {
      ring.append(fingerprint)
    } else {
      events[ring[next]] = nil
      ring[next] = fingerprint
    }
    next = (next + 1) % capacity
  }

  mutating func remove(_ fingerprint: UInt64) { events[fingerprint] = nil }

  /// FNV-1a, 64 bits, over the NAS and every attribute that a repetition keeps.
  static func fingerprint(_ packet: Packet, nas: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ octet: UInt8) { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01b3 }
    for octet in nas.utf8 { add(octet) }
    add(0)
    let octets = packet.bytes.span
    var offset = WireLimits.packetLengthMin
    while offset < octets.count {
      let end = offset + Int(octets[offset + 1])
      switch AttributeType(rawValue: octets[offset]) {
      case .acctDelayTime, .proxyState, .messageAuthenticator: break
      default: for position in offset..<end { add(octets[position]) }
      }
      offset = end
    }
    return hash
  }
}
