package import Accounting
import NetworkAddress
package import RADIUSDictionary
import RADIUSWire
import Timebase

/// A record as FreeRADIUS's detail files have it.
package enum DetailText {
  /// The record with the empty line behind it.
  ///
  /// Secrets stay as the octets that came, by the number of their attribute. `Client-IP-Address` is what FreeRADIUS's
  /// own reader takes the client from.
  ///
  /// - Parameter secondsEast: the time zone of the head.
  package static func text(_ record: AccountingRecord, dictionary: AttributeDictionary, secondsEast: Int) -> String {
    guard let packet = try? Packet(decoding: record.packet) else { return "" }
    let received = record.received(packet)
    var text = HeadTime.text(received, secondsEast: secondsEast) + "\n"
    for (name, value) in LoggedAttributes.of(packet, dictionary) { text += "\t\(name) = \(value)\n" }
    if let source = Endpoint(record.source) {
      switch source.address {
      case .v4(let address): text += "\tClient-IP-Address = \(address)\n"
      case .v6(let address): text += "\tPacket-Src-IPv6-Address = \(address)\n"
      }
      if source.port > 0 { text += "\tPacket-Src-Port = \(source.port)\n" }
    }
    return text + "\tTimestamp = \(received.seconds)\n\n"
  }
}
