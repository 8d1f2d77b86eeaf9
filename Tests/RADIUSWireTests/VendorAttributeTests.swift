import RADIUSWire
import Testing

@Suite struct VendorAttributeTests {
  static let formats: [VendorFormat] = [1, 2, 4].flatMap { type in
    [0, 1, 2].compactMap { VendorFormat(typeOctets: type, lengthOctets: $0) }
  }

  @Test func knowsWhatDictionariesMayDeclare() {
    #expect(Self.formats.count == 9)
    #expect(VendorFormat(typeOctets: 3, lengthOctets: 1) == nil)
    #expect(VendorFormat(typeOctets: 1, lengthOctets: 3) == nil)
    #expect(VendorFormat(typeOctets: 2, lengthOctets: 1, hasContinuation: true) == nil)
    #expect(VendorFormat(typeOctets: 1, lengthOctets: 1, hasContinuation: true) == .wimax)
    #expect(VendorFormat(typeOctets: 2, lengthOctets: 2)?.typeMax == 0xffff)
    #expect(VendorFormat(typeOctets: 4, lengthOctets: 0)?.typeMax == UInt32.max)
  }

  static let layouts: [(widths: String, octets: [UInt8])] = [
    ("1,1", [26, 12, 0, 0, 0, 9, 1, 6, 0, 0, 0, 5]),
    ("2,2", [26, 14, 0, 0, 0, 9, 0, 1, 0, 8, 0, 0, 0, 5]),
    ("4,0", [26, 14, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 5]),
    ("1,2", [26, 13, 0, 0, 0, 9, 1, 0, 7, 0, 0, 0, 5]),
    ("2,1", [26, 13, 0, 0, 0, 9, 0, 1, 7, 0, 0, 0, 5]),
    ("1,0", [26, 11, 0, 0, 0, 9, 1, 0, 0, 0, 5]),
  ]

  @Test(arguments: layouts)
  func writesAndReadsTheLayout(_ widths: String, _ octets: [UInt8]) throws {
    let numbers = widths.split(separator: ",").compactMap { Int($0) }
    let format = try #require(VendorFormat(typeOctets: numbers[0], lengthOctets: numbers[1]))
    var builder = PacketBuilder(code: .accessAccept, identifier: 1)
    let valueOffset = try builder.append(vendor: 9, type: 1, format: format, integer: 5)
    let bytes = builder.finish()
    #expect(Array(bytes[20...]) == octets)
    #expect(Array(bytes[valueOffset...]) == [0, 0, 0, 5])
    let packet = try Packet(decoding: bytes)
    let found = try #require(packet.first(vendor: 9, type: 1, format: format))
    #expect(found.integer == 5)
    #expect(found.offset == 26)
    #expect(packet.vendorAttributes(vendor: 10, format: format).isEmpty)
    #expect(packet.first(vendor: 9, type: 2, format: format) == nil)
  }

  @Test(arguments: formats)
  func takesTheLongestValueOfAFormat(_ format: VendorFormat) throws {
    let value = (0..<format.valueLengthMax).map { UInt8($0 & 255) }
    var builder = PacketBuilder(code: .accessAccept, identifier: 1)
    try builder.append(vendor: 311, type: format.typeMax, format: format, value)
    let length = builder.length
    #expect(throws: EncodingError.valueTooLong(length: value.count + 1, lengthMax: value.count)) {
      try builder.append(vendor: 311, type: 1, format: format, value + [0])
    }
    #expect(builder.length == length)
    let packet = try Packet(decoding: builder.finish())
    #expect(packet.vendorAttributes(vendor: 311, format: format).map { Array($0.value) } == [value])
    #expect(packet.first(vendor: 311, type: format.typeMax, format: format) != nil)
  }

  @Test func refusesATypeOverItsWidth() throws {
    var builder = PacketBuilder(code: .accessAccept, identifier: 1)
    #expect(throws: EncodingError.numberOutOfRange(256)) { try builder.append(vendor: 9, type: 256, [1]) }
    #expect(builder.length == 20)
  }

  @Test func readsSeveralAttributesOfOneVendorSpecific() throws {
    let packet = try Packet(
      decoding: datagram([26, 12, 0, 0, 1, 55, 1, 3, 0x61, 2, 3, 0x62, 26, 9, 0, 0, 1, 55, 1, 3, 0x63]))
    let found = packet.vendorAttributes(vendor: 311)
    #expect(found.map(\.type) == [1, 2, 1])
    #expect(found.map(\.text) == ["a", "b", "c"])
    #expect(found.map(\.offset) == [26, 29, 38])
  }

  @Test(arguments: [
    [UInt8(26), 5, 0, 0, 1], [26, 6, 0, 0, 1, 55], [26, 7, 0, 0, 1, 55, 1], [26, 8, 0, 0, 1, 55, 1, 1],
    [26, 9, 0, 0, 1, 55, 1, 4, 0], [26, 10, 0, 0, 1, 55, 1, 3, 0, 2], [26, 9, 0, 0, 1, 55, 1, 0, 0],
  ])
  func keepsWhatDoesNotFitOpaque(_ octets: [UInt8]) throws {
    let packet = try Packet(decoding: datagram(octets + [26, 9, 0, 0, 1, 55, 7, 3, 0x63]))
    #expect(packet.vendorAttributes(vendor: 311).map(\.type) == [7])
    #expect(packet.all(.vendorSpecific).count == 2)
  }

  @Test func showsAnOpaqueVendorSpecific() throws {
    var builder = PacketBuilder(code: .accessAccept, identifier: 1)
    try builder.append(vendor: 0x0102_0304, opaque: [9, 9])
    #expect(throws: EncodingError.valueTooLong(length: 250, lengthMax: 249)) {
      try builder.append(vendor: 1, opaque: [UInt8](repeating: 0, count: 250))
    }
    let packet = try Packet(decoding: builder.finish())
    let specific = try #require(packet.first(.vendorSpecific).flatMap { VendorSpecific($0) })
    #expect(specific.vendor == 0x0102_0304)
    #expect(Array(specific.value) == [9, 9])
    #expect(specific.parts() == nil)
    #expect(specific.offset == 20)
  }

  @Test(arguments: [0, 1, 245, 246, 247, 492, 493, 1000, 3000])
  func fragmentsWiMAX(_ length: Int) throws {
    let value = (0..<length).map { UInt8($0 * 7 & 255) }
    var builder = PacketBuilder(code: .accessAccept, identifier: 1)
    try builder.append(vendor: 24757, type: 5, format: .wimax, value)
    try builder.append(vendor: 24757, type: 6, format: .wimax, [1])
    let packet = try Packet(decoding: builder.finish())
    let found = packet.vendorAttributes(vendor: 24757, format: .wimax)
    #expect(found.map(\.type) == [5, 6])
    #expect(found.first.map { Array($0.value) } == value)
    #expect(found.first?.offset == 26)
    #expect(packet.all(.vendorSpecific).count == max(1, (length + 245) / 246) + 1)
  }

  @Test func dropsAWiMAXFragmentWithoutItsRest() throws {
    let begun: [UInt8] = [26, 10, 0, 0, 0x60, 0xb5, 5, 4, 0x80, 1]
    let other: [UInt8] = [26, 10, 0, 0, 0x60, 0xb5, 6, 4, 0, 2]
    #expect(try Packet(decoding: datagram(begun)).vendorAttributes(vendor: 24757, format: .wimax).isEmpty)
    let mixed = try Packet(decoding: datagram(begun + other)).vendorAttributes(vendor: 24757, format: .wimax)
    #expect(mixed.map(\.type) == [6])
    #expect(mixed.map { Array($0.value) } == [[2]])
    let opaque: [UInt8] = [26, 8, 0, 0, 0x60, 0xb5, 5, 9]
    let rest: [UInt8] = [26, 10, 0, 0, 0x60, 0xb5, 5, 4, 0, 3]
    let cut = try Packet(decoding: datagram(begun + opaque + rest)).vendorAttributes(vendor: 24757, format: .wimax)
    #expect(cut.map { Array($0.value) } == [[3]])
  }

  @Test func readsAndWritesTLVs() throws {
    let octets = try TypeLengthValue.encode([(1, [0x23, 0x45]), (3, [])])
    #expect(octets == [1, 4, 0x23, 0x45, 3, 2])
    let parts = try #require(TypeLengthValue.parse(octets[...]))
    #expect(parts.map(\.type) == [1, 3])
    #expect(parts.map(\.offset) == [0, 4])
    #expect(TypeLengthValue.parse([]) == nil)
    #expect(TypeLengthValue.parse([1, 4, 0]) == nil)
    #expect(throws: EncodingError.valueTooLong(length: 254, lengthMax: 253)) {
      try TypeLengthValue.encode([(1, [UInt8](repeating: 0, count: 254))])
    }
  }
}
