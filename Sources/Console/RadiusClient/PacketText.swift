package import RADIUSDictionary
package import RADIUSWire

/// A packet as people read it: a line that says what and where, and its attributes, each after a tab.
package enum PacketText {
  /// `Received Access-Accept Id 7 from 127.0.0.1:1812 length 44`, then the attributes; with the last line end.
  package static func text(
    _ packet: Packet, heading: String, place: String, dictionary: AttributeDictionary, hidden: HiddenValues?
  ) -> String {
    var text = "\(heading) \(packet.code.name) Id \(packet.identifier) \(place) length \(packet.length)\n"
    text += attributes(packet.bytes[WireLimits.packetLengthMin...], dictionary: dictionary, hidden: hidden)
    return text
  }

  /// Encoded attributes, one a line after a tab. With `hidden`, what is hidden on the wire prints in the clear.
  package static func attributes(
    _ encoded: some Collection<UInt8>, dictionary: AttributeDictionary, hidden: HiddenValues?
  ) -> String {
    let revealing: AttributeDictionary.Revealing? = hidden.map { values in { values.reveal($0, $1) } }
    let pairs = dictionary.decodePairs(encoded, revealing: revealing)
    return dictionary.describe(pairs, showsSecrets: hidden != nil)
      .map { "\t\(TextTable.printable("\($0.name) = \($0.text)"))\n" }.joined()
  }
}
