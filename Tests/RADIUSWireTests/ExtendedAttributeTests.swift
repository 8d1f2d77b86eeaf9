import RADIUSWire
import Testing

@Suite struct ExtendedAttributeTests {
  /// RFC 6929 §9's examples, one packet.
  static func examples() throws -> Packet {
    try Packet(decoding: datagram(WireVectors.shared.extendedAttributes.hex.flatMap(unhex)))
  }

  @Test func readsTheExamplesOfTheRFC() throws {
    let found = try Self.examples().extendedAttributes()
    #expect(found.map(\.type) == [.extended1, .extended1, .extended1, .longExtended1])
    #expect(found.map(\.extendedType) == [1, 2, 26, 1])
    #expect(Array(found[0].value) == Array("bob".utf8))
    let parts = try #require(TypeLengthValue.parse(found[1].value))
    #expect(parts.map(\.type) == [1, 3])
    #expect(parts.map { Array($0.value) } == [[0x23, 0x45], [0x01, 0x04, 0xab, 0xcd]])
    #expect(found[2].vendor == 1)
    #expect(found[2].vendorType == 4)
    #expect(Array(found[2].value) == Array("test".utf8))
    #expect(Array(found[3].value) == Array("bob".utf8))
    #expect(found.map(\.vendor) == [nil, nil, 1, nil])
  }

  @Test func writesTheExamplesOfTheRFC() throws {
    var builder = PacketBuilder(code: .accessAccept, identifier: 1)
    let found = try Self.examples().extendedAttributes()
    #expect(try builder.append(.extended1, extendedType: 1, "bob".utf8) == 20)
    try builder.append(.extended1, extendedType: 2, found[1].value)
    try builder.append(.extended1, vendor: 1, vendorType: 4, "test".utf8)
    try builder.append(.longExtended1, extendedType: 1, "bob".utf8)
    let octets = builder.finish()
    #expect(Array(octets[20...]) == WireVectors.shared.extendedAttributes.hex.flatMap(unhex))
  }

  @Test(arguments: [1, 250, 251, 252, 253, 502, 503, 1000, 4012])
  func fragmentsLongOnes(_ length: Int) throws {
    let value = (0..<length).map { UInt8($0 * 11 & 255) }
    var builder = PacketBuilder(code: .accessAccept, identifier: 1)
    try builder.append(.longExtended2, extendedType: 9, value)
    let packet = try Packet(decoding: builder.finish())
    let found = packet.extendedAttributes()
    #expect(found.map { Array($0.value) } == [value])
    #expect(packet.all(.longExtended2).count == (length + 250) / 251)
    #expect(packet.all(.longExtended2).dropLast().allSatisfy { $0.value.count == 253 })
  }

  @Test func fragmentsAVendorsLongOneWithItsHeaderOnce() throws {
    let value = (0..<600).map { UInt8($0 & 255) }
    var builder = PacketBuilder(code: .accessAccept, identifier: 1)
    try builder.append(.longExtended1, vendor: 311, vendorType: 7, value)
    let packet = try Packet(decoding: builder.finish())
    let found = try #require(packet.extendedAttributes().first)
    #expect(found.vendor == 311)
    #expect(found.vendorType == 7)
    #expect(Array(found.value) == value)
    #expect(packet.all(.longExtended1).count == 3)
  }

  @Test func joinsTwoValuesOfOneTypeToTwo() throws {
    var builder = PacketBuilder(code: .accessAccept, identifier: 1)
    let value = [UInt8](repeating: 5, count: 300)
    try builder.append(.longExtended1, extendedType: 1, value)
    try builder.append(.longExtended1, extendedType: 1, value)
    let found = try Packet(decoding: builder.finish()).extendedAttributes()
    #expect(found.map { Array($0.value) } == [value, value])
  }

  static let fullFragment: [UInt8] = [245, 255, 1, 0x80] + [UInt8](repeating: 1, count: 251)

  static let invalid: [(why: String, octets: [UInt8])] = [
    ("no extended type", [241, 2]),
    ("no value", [241, 3, 1]),
    ("long: no flags", [245, 3, 1]),
    ("long: no value", [245, 4, 1, 0]),
    ("a vendor cut short", [241, 7, 26, 0, 0, 0, 1]),
    ("a vendor without a value", [241, 8, 26, 0, 0, 0, 1, 4]),
    ("more, but not full", [245, 5, 1, 0x80, 9]),
    ("more, but not full, and its rest", [245, 5, 1, 0x80, 9, 245, 5, 1, 0, 9]),
    ("more, but the end", fullFragment),
    ("more, but another attribute", followed(by: [1, 3, 0x61])),
    ("more, but another long type", followed(by: [246, 4, 1, 0])),
    ("more, but nothing in the next", followed(by: [245, 4, 1, 0])),
    ("full, not full, and the rest", followed(by: [245, 5, 1, 0x80, 9, 245, 5, 1, 0, 9])),
  ]

  static func followed(by octets: [UInt8]) -> [UInt8] { fullFragment + octets }

  @Test(arguments: invalid)
  func leavesOutWhatIsInvalid(_ why: String, _ octets: [UInt8]) throws {
    let packet = try Packet(decoding: datagram(octets + [244, 4, 7, 7]))
    #expect(packet.extendedAttributes().map(\.type) == [.extended4], "\(why)")
  }

  @Test func joinsNoFragmentsOfTwoExtendedTypes() throws {
    let packet = try Packet(decoding: datagram(Self.fullFragment + [245, 5, 2, 0, 9]))
    let found = packet.extendedAttributes()
    #expect(found.map(\.extendedType) == [2])
    #expect(found.map { Array($0.value) } == [[9]])
  }

  @Test func refusesWhatCannotBeWritten() throws {
    var builder = PacketBuilder(code: .accessAccept, identifier: 1)
    #expect(throws: EncodingError.valueEmpty) { try builder.append(.extended1, extendedType: 1, []) }
    #expect(throws: EncodingError.valueEmpty) { try builder.append(.extended1, vendor: 1, vendorType: 1, []) }
    #expect(throws: EncodingError.typeNotOfFormat(1)) { try builder.append(.userName, extendedType: 1, [1]) }
    #expect(throws: EncodingError.valueTooLong(length: 253, lengthMax: 252)) {
      try builder.append(.extended1, extendedType: 1, [UInt8](repeating: 0, count: 253))
    }
    #expect(throws: EncodingError.valueTooLong(length: 4077, lengthMax: 4076)) {
      try builder.append(.longExtended1, extendedType: 1, [UInt8](repeating: 0, count: 4077))
    }
    #expect(throws: EncodingError.packetFull(length: 20, needed: 4013 + 64)) {
      try builder.append(.longExtended1, extendedType: 1, [UInt8](repeating: 0, count: 4013))
    }
    #expect(builder.length == 20)
    #expect(builder.attributeCount == 0)
  }
}
