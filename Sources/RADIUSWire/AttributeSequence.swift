/// The attributes of a packet, in order, without a copy.
package struct AttributeSequence: Sequence, Sendable {
  let bytes: [UInt8]

  package func makeIterator() -> Iterator { Iterator(bytes: bytes) }

  package struct Iterator: IteratorProtocol {
    let bytes: [UInt8]
    var offset = WireLimits.packetLengthMin

    package mutating func next() -> Attribute? {
      guard offset < bytes.count else { return nil }
      let attribute = Attribute(validated: bytes, at: offset)
      offset += Int(bytes[offset + 1])
      return attribute
    }
  }
}
