package import Accounting
import RADIUSWire
import Timebase

/// What an accounting event is known by when it comes a second time, from a file: the attributes that a detail file
/// keeps through any server and dictionary, and the second of the event.
package struct EventKey: Hashable, Sendable {
  /// Acct-Delay-Time is whole seconds, rounded by both sides.
  package static let slackSeconds: Int64 = 3

  /// 64 bits of FNV-1a, and the second mixed in.
  package var fingerprint: UInt64
  package var second: Int64

  /// Nil when the packet cannot be read.
  package init?(_ record: AccountingRecord) {
    guard let packet = try? Packet(decoding: record.packet) else { return nil }
    var attributes = packet.attributes.filter { EventKey.counts($0.type) && !$0.value.isEmpty }
    // Some servers write attributes in another order than they came.
    attributes.sort { ($0.type.rawValue, $0.offset) < ($1.type.rawValue, $1.offset) }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ octet: UInt8) { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01b3 }
    if packet.first(.nasIPAddress) == nil, packet.first(.nasIdentifier) == nil {
      for octet in record.nas.utf8 { add(octet) }
    }
    for attribute in attributes {
      add(attribute.type.rawValue)
      add(UInt8(truncatingIfNeeded: attribute.value.count))
      for octet in attribute.value { add(octet) }
    }
    fingerprint = hash
    second = record.event.seconds
  }

  /// Left out: what a retry or a proxy changes, what is told by `event`, what is secret, and vendors' and extended
  /// attributes, which not every dictionary can write down and read back.
  private static func counts(_ type: AttributeType) -> Bool {
    switch type.rawValue {
    case 2, 3, 26, 33, 41, 55, 60, 69, 79, 80, 241...246: false
    default: true
    }
  }

  /// One number for the key at a second.
  func mixed(second: Int64) -> UInt64 {
    (fingerprint ^ UInt64(bitPattern: second)) &* 0x9e37_79b9_7f4a_7c15
  }
}
