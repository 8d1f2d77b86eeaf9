import Glibc
import NetworkAddress
import RADIUSDictionary
import RADIUSWire
import ServerCore

/// Prints every packet as readable attributes, both ways: `rollcall serve --debug`. Hidden attributes stay hidden.
struct PacketTracer: Sendable {
  let dictionary: AttributeDictionary

  func received(_ datagram: UnsafeRawBufferPointer, from source: Endpoint) {
    do throws(PacketError) {
      write("Received", try Packet(decoding: datagram), "from \(source)")
    } catch {
      put("Received \(datagram.count) octets from \(source) that are no packet: \(error)\n\n")
    }
  }

  func sent(_ bytes: [UInt8], to destination: Endpoint) {
    do throws(PacketError) {
      write("Sent", try Packet(decoding: bytes), "to \(destination)")
    } catch {
      preconditionFailure("the server made a packet that is none: \(error)")
    }
  }

  func dropped(_ reason: DropReason, from source: Endpoint) { dropped(reason.rawValue, from: source) }

  func dropped(_ fault: DisconnectReplyFault, from source: Endpoint) { dropped(fault.rawValue, from: source) }

  private func dropped(_ reason: String, from source: Endpoint) {
    put("Dropped the packet from \(source): \(reason)\n\n")
  }

  private func write(_ verb: String, _ packet: Packet, _ place: String) {
    var text = "\(verb) \(packet.code.name) Id \(packet.identifier) \(place) length \(packet.length)\n"
    for (name, value) in dictionary.describe(packet) { text += "\t\(name) = \(value)\n" }
    put(text + "\n")
  }

  private func put(_ text: String) {
    var text = text
    text.withUTF8 { _ = Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
}
