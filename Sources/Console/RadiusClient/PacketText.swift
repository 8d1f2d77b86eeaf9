package import RADIUSDictionary
package import RADIUSWire

/// A packet as people read it: a line that says what and where, and its attributes, each after a tab.
package enum PacketText {
  /// `Received Access-Accept Id 7 from 127.0.0.1:1812 length 44`, then the attributes; with the last line end.
  package static func text(
    _ packet: Packet, heading: String, place: String, dictionary: AttributeDictionary, hidden: HiddenValues?
  ) -> String {
    var text = "\(heading) \(packet.code.name) Id \(packet.identifier) \(place) length \(packet.length)\n"
    let revealing: AttributeDictionary.Revealing? = hidden.map { values in { values.reveal($0, $1) } }
    for (name, value) in dictionary.describe(packet, revealing: revealing) {
      text += "\t\(TextTable.printable("\(name) = \(value)"))\n"
    }
    return text
  }
}
