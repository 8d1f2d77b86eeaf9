package import RADIUSWire
package import Timebase

/// When the event of an accounting packet happened.
package enum EventTime {
  /// How far an Event-Timestamp may be from what Acct-Delay-Time says, in milliseconds: more is a wrong clock.
  package static let trust: Int64 = 300_000

  /// Arrival less Acct-Delay-Time (RFC 2866 §5.2).
  package static func told(by packet: Packet, arrival: Timestamp) -> Timestamp {
    arrival.advanced(byMilliseconds: -delay(of: packet))
  }

  /// Event-Timestamp (RFC 2869 §5.3) where the NAS's clock is near ours; else arrival less Acct-Delay-Time.
  package static func of(_ packet: Packet, arrival: Timestamp) -> Timestamp {
    let happened = told(by: packet, arrival: arrival)
    guard let seconds = packet.first(.eventTimestamp)?.integer else { return happened }
    let stamped = Timestamp(seconds: Int64(seconds))
    return abs(stamped.milliseconds(to: happened)) <= trust ? stamped : happened
  }

  /// Acct-Delay-Time in milliseconds; 0 where there is none.
  package static func delay(of packet: Packet) -> Int64 { Int64(packet.first(.acctDelayTime)?.integer ?? 0) * 1000 }
}
