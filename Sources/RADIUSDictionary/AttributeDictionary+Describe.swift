package import RADIUSWire

extension AttributeDictionary {
  /// What stands in the place of a value that only those may see who know the secret.
  package static let hiddenText = "<<< secret >>>"

  /// The pairs that encoded attributes carry. What is malformed inside, or not in the dictionary, becomes pairs of
  /// unnamed attributes (`Attr-26.9.254`), so nothing is lost.
  ///
  /// Parts of `concat`, long-extended and WiMAX attributes are joined. A tagged attribute that came without a tag has
  /// tag 0. A hidden value that `revealing` does not give stays as the octets that came.
  package func decodePairs(_ attributes: some Collection<UInt8>, revealing: Revealing? = nil) -> [AttributePair] {
    var decoder = PairDecoder(dictionary: self, revealing: revealing)
    decoder.take(Array(attributes))
    return decoder.pairs
  }

  /// The pairs of a packet, in order.
  package func decodePairs(of packet: Packet, revealing: Revealing? = nil) -> [AttributePair] {
    decodePairs(packet.bytes[WireLimits.packetLengthMin...], revealing: revealing)
  }

  /// All attributes of a packet in words: name, with the tag after a colon, and text as `radclient` prints it.
  ///
  /// A hidden or secret value prints as `<<< secret >>>`, unless `revealing` is given: then it prints in the clear,
  /// and as the octets that came where `revealing` could not read them.
  package func describe(_ packet: Packet, revealing: Revealing? = nil) -> [(name: String, text: String)] {
    describe(decodePairs(of: packet, revealing: revealing), showsSecrets: revealing != nil)
  }

  /// Pairs in words, as of a packet.
  package func describe(
    _ pairs: [AttributePair], showsSecrets: Bool = false
  ) -> [(name: String, text: String)] {
    pairs.map { pair in
      let isShown = showsSecrets || !pair.definition.isSecret
      return (pair.name, isShown ? format(pair.value, of: pair.definition) : AttributeDictionary.hiddenText)
    }
  }
}
