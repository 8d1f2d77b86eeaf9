import RADIUSWire
import Timebase

/// Accounting events that were recorded, to know a repetition that comes with a new Identifier and authenticator, or
/// from a new port: the same packet but for Acct-Delay-Time, about the same instant (RFC 2866 §5.2, RFC 5080 §2.2.1).
struct EventMemory {
  struct Event {
    fileprivate var time: Moment
    fileprivate var authenticator: Authenticator
    /// Its place in the ring: an older place of the same fingerprint is stale.
    fileprivate var stamp: UInt64
  }

  /// What takes an event out of the memory again.
  struct Undo {
    fileprivate var fingerprint: UInt64
    /// What the event took the place of; nil: nothing.
    fileprivate var replaced: Event?
  }

  /// Acct-Delay-Time is whole seconds, and rounded by both sides.
  private static let slack: Int64 = 3000
  /// A packet repeated octet by octet is a repetition this long, in milliseconds, and so is one whose Acct-Delay-Time
  /// says that it happened so long before the one that was recorded: many NASes repeat the same octets to one server, and
  /// tell the delay only when they turn to another and come back.
  private static let identicalSpan: Int64 = 120_000

  private let capacity: Int
  private var events: [UInt64: Event] = [:]
  private var ring: [(fingerprint: UInt64, stamp: UInt64)] = []
  private var next = 0
  private var stamp: UInt64 = 0

  init(capacity: Int) { self.capacity = capacity }

  /// `tellsDelay`: the packet says that it comes late.
  func contains(
    _ fingerprint: UInt64, at time: Moment, _ authenticator: Authenticator, tellsDelay: Bool = false
  ) -> Bool {
    guard let event = events[fingerprint] else { return false }
    let since = event.time.milliseconds(to: time)
    if abs(since) <= EventMemory.slack { return true }
    guard abs(since) <= EventMemory.identicalSpan else { return false }
    return event.authenticator == authenticator || tellsDelay && since < 0
  }

  mutating func insert(_ fingerprint: UInt64, at time: Moment, _ authenticator: Authenticator) -> Undo {
    stamp += 1
    let event = Event(time: time, authenticator: authenticator, stamp: stamp)
    let replaced = events.updateValue(event, forKey: fingerprint)
    if ring.count < capacity {
      ring.append((fingerprint, stamp))
    } else {
      let oldest = ring[next]
      if events[oldest.fingerprint]?.stamp == oldest.stamp { events[oldest.fingerprint] = nil }
      ring[next] = (fingerprint, stamp)
    }
    next = (next + 1) % capacity
    return Undo(fingerprint: fingerprint, replaced: replaced)
  }

  /// The event could not be recorded. The caller takes back all that is not durable, newest first.
  mutating func undo(_ undo: Undo) { events[undo.fingerprint] = undo.replaced }

  /// When the event happened, for comparing: by the NAS's own clock where the packet tells, which a repetition keeps;
  /// else by our monotonic one, which no step of the wall clock moves.
  static func time(of packet: Packet, arrived: Moment) -> Moment {
    if let seconds = packet.first(.eventTimestamp)?.integer { return Moment(milliseconds: Int64(seconds) * 1000) }
    return arrived.advanced(byMilliseconds: -Int64(packet.first(.acctDelayTime)?.integer ?? 0) * 1000)
  }

  /// 64 bits over the NAS and every attribute that a repetition keeps, in their order.
  static func fingerprint(_ packet: Packet, nas: String) -> UInt64 {
    var mixer = FingerprintMixer()
    var nas = nas
    nas.withUTF8 { mixer.mix(UnsafeRawBufferPointer($0)) }
    packet.bytes.withUnsafeBytes { octets in
      var offset = WireLimits.packetLengthMin
      while offset < octets.count {
        let end = offset + Int(octets[offset + 1])
        switch AttributeType(rawValue: octets[offset]) {
        case .acctDelayTime, .proxyState, .messageAuthenticator: break
        default: mixer.mix(UnsafeRawBufferPointer(rebasing: octets[offset..<end]))
        }
        offset = end
      }
    }
    return mixer.value
  }
}

/// Mixes octets, eight at a time, each piece with its length.
private struct FingerprintMixer {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func mix(_ octets: UnsafeRawBufferPointer) {
    var offset = 0
    while octets.count - offset >= 8 {
      mix(octets.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = UInt64(octets.count)
    for position in offset..<octets.count { rest = rest << 8 | UInt64(octets[position]) }
    mix(rest)
  }

  private mutating func mix(_ word: UInt64) {
    let product = (value ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
    value = (product.high ^ product.low) &+ 0xd6e8_feb8_6659_fd93
  }
}
