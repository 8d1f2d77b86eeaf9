import RADIUSDictionary
import Testing

/// Pairs into attributes. The octets are those that radclient 3.2.1 sent for the same text, or are made by hand from
/// the RFC that is named.
@Suite struct AttributeEncodingTests {
  let dictionary: AttributeDictionary

  init() throws { dictionary = try TestDictionary.make() }

  @Test(arguments: [
    (#"User-Name = "bob""#, "0105626f62"),
    ("User-Name = bob, NAS-Port = 1", "0105626f62 050600000001"),
    ("Tunnel-Type:1 = VLAN", "40060100000d"),
    ("Tunnel-Type = VLAN", "40060000000d"),
    ("Tunnel-Type:0 = VLAN", "40060000000d"),
    (#"Tunnel-Private-Group-Id:3 = "100""#, "510603313030"),
    (#"Tunnel-Private-Group-Id = "100""#, "5105313030"),
    (#"Tunnel-Private-Group-Id:0 = "100""#, "5105313030"),
    (#"Cisco-AVPair = "ip:addr=1""#, "1a1100000009010b69703a616464723d31"),
    ("Attr-26.99999.1 = 0x01", "1a090001869f010301"),
    ("Attr-200 = 0x0102", "c8040102"),
    // radclient wants this one written Attr-26.
    ("Vendor-Specific = 0x00000009010361", "1a0900000009010361"),
    ("Frag-Status = 1", "f1070100000001"),
    ("FR-Anonce = 0x0102", "f50b1a0000002c50010102"),
    ("FR-Short = 5", "f10c1a00002c500100000005"),
    ("Wide-Number = 0x6162", "1a0e000001ad0000980100006162"),
    (#"Sixteen-Text = "a""#, "1a0b00001fe4012c000561"),
    (#"WiMAX-Release = "1.0", WiMAX-Accounting-Capabilities = 1"#, "1a11000060b5010b000105312e30020301"),
    (
      #"WiMAX-Release = "1.0", User-Name = x, WiMAX-Accounting-Capabilities = 1"#,
      "1a0e000060b50108000105312e30 010378 1a0c000060b5010600020301"
    ),
    (
      "WiMAX-Accounting-Capabilities = 1, WiMAX-Deep = 2, WiMAX-Deep = 3",
      "1a16000060b50110 00 020301 030a 01040002 01040003"
    ),
    ("WiMAX-Capability = 0x0103", "1a0b000060b50105000103"),
    ("IP-Port-Type = 2, IP-Port-Limit = 1000", "f10f05010600000002 0206000003e8"),
    ("IPv6-6rd-IPv4MaskLen = 24", "ad08010600000018"),
    ("Framed-IPv6-Prefix = 2001:db8::/32", "6114002020010db8000000000000000000000000"),
    ("PMIP6-Home-IPv4-HoA = 10.0.0.0/8", "9b0800080a000000"),
    // Left out: internal, virtual, empty.
    (#"Cleartext-Password = "x", Packet-Kind = 1, User-Name = "", Class = 0x"#, ""),
  ])
  func encodes(text: String, wire: String) throws {
    let pairs = try dictionary.parsePairs(text)
    #expect(hexadecimal(try dictionary.encode(pairs)) == hexadecimal(octets(wire)))
  }

  /// RFC 6929 §2.2: fragments of 251 octets, all but the last with the More bit.
  @Test func splitsLongExtended() throws {
    let value = Array(repeating: UInt8(0x61), count: 600)
    let long = try #require(dictionary.attribute(named: "Long-Text"))
    let wire = try dictionary.encode([AttributePair(long, value: .octets(value))])
    #expect(wire.count == 600 + 3 * 4)
    #expect(Array(wire[..<4]) == [245, 255, 77, 0x80])
    #expect(Array(wire[255..<259]) == [245, 255, 77, 0x80])
    #expect(Array(wire[510..<514]) == [245, UInt8(4 + 98), 77, 0])
    #expect(dictionary.decodePairs(wire) == [AttributePair(long, value: .octets(value))])
  }

  /// RFC 6929 §2.4: the vendor stands in the first fragment only.
  @Test func splitsLongExtendedVendors() throws {
    let value = Array(repeating: UInt8(0x62), count: 300)
    let anonce = try #require(dictionary.attribute(named: "FR-Anonce"))
    let wire = try dictionary.encode([AttributePair(anonce, value: .octets(value))])
    #expect(Array(wire[..<9]) == [245, 255, 26, 0x80, 0, 0, 0x2c, 0x50, 1])
    #expect(Array(wire[255..<260]) == [245, UInt8(4 + 54), 26, 0, 0x62])
    #expect(dictionary.decodePairs(wire) == [AttributePair(anonce, value: .octets(value))])
  }

  /// radclient splits a text of 250 octets after 246.
  @Test func splitsWiMAX() throws {
    let profile = try #require(dictionary.attribute(named: "WiMAX-Profile"))
    let pair = AttributePair(profile, value: .text(String(repeating: "a", count: 250)))
    let wire = try dictionary.encode([pair])
    #expect(hexadecimal(wire[..<9]) == "1aff000060b535f980")
    #expect(hexadecimal(wire[255...]) == "1a0d000060b535070061616161")
    #expect(dictionary.decodePairs(wire) == [pair])
  }

  @Test func splitsConcatenated() throws {
    let message = try #require(dictionary.attribute(named: "EAP-Message"))
    let pair = AttributePair(message, value: .octets(Array(repeating: 7, count: 600)))
    let wire = try dictionary.encode([pair])
    #expect([wire[0], wire[1], wire[255], wire[256], wire[510], wire[511]] == [79, 255, 79, 255, 79, 96])
    #expect(wire.count == 606)
    #expect(dictionary.decodePairs(wire) == [pair])
  }

  @Test(arguments: [
    ("User-Name", 253, true), ("User-Name", 254, false), ("Cisco-AVPair", 247, true), ("Cisco-AVPair", 248, false),
    ("WiMAX-Release", 251, true), ("WiMAX-Release", 254, false), ("Sixteen-Text", 245, true),
    ("Sixteen-Text", 246, false), ("Attr-241.99", 252, true), ("Attr-241.99", 253, false),
    ("Attr-241.26.9.1", 247, true), ("Attr-241.26.9.1", 248, false), ("Tunnel-Private-Group-Id", 252, true),
    ("Tunnel-Private-Group-Id", 253, false),
  ])
  func lengthLimits(name: String, count: Int, fits: Bool) throws {
    let attribute = try #require(dictionary.attribute(named: name))
    let raw = Array(repeating: UInt8(0x78), count: count)
    let value = attribute.type == .string ? AttributeValue.string(raw) : .octets(raw)
    let pair = AttributePair(attribute, tag: attribute.flags.hasTag ? 1 : nil, value: value)
    if fits {
      #expect(dictionary.decodePairs(try dictionary.encode([pair])) == [pair])
    } else {
      #expect(throws: ValueError.self) { try self.dictionary.encode([pair]) }
    }
  }

  @Test func refusesWhatHasNoRoom() throws {
    let tunnel = try #require(dictionary.attribute(named: "Tunnel-Type"))
    let name = try #require(dictionary.attribute(named: "Attr-26.9.256"))
    #expect(throws: ValueError.self) {
      try self.dictionary.encode([AttributePair(tunnel, tag: 1, value: .integer(1 << 24))])
    }
    #expect(throws: ValueError.self) {
      try self.dictionary.encode([AttributePair(tunnel, tag: 32, value: .integer(1))])
    }
    #expect(throws: ValueError.self) { try self.dictionary.encode([AttributePair(name, value: .octets([1]))]) }
  }

  @Test func hidesWithTheGivenClosure() throws {
    let pairs = try dictionary.parsePairs(#"User-Password = "x", Tunnel-Password:1 = "y", Tunnel-Password = "z""#)
    let error = #expect(throws: ValueError.self) { try self.dictionary.encode(pairs) }
    #expect(error?.message == "User-Password is hidden on the wire")
    // It stands for encryption: every octet plus 1, after a salt where there is one.
    let wire = try dictionary.encode(pairs) { attribute, plain in
      (attribute.flags.encryption == .tunnelPassword ? [0x80, 0x01] : []) + plain.map { $0 + 1 }
    }
    #expect(hexadecimal(wire) == hexadecimal(octets("020379 450601 8001 7a 450600 8001 7b")))
    let revealed = dictionary.decodePairs(wire) { attribute, hidden in
      hidden.dropFirst(attribute.flags.encryption == .tunnelPassword ? 2 : 0).map { $0 - 1 }
    }
    #expect(
      revealed.map { dictionary.format($0) } == [
        #"User-Password = "x""#, #"Tunnel-Password:1 = "y""#, #"Tunnel-Password:0 = "z""#,
      ])
  }
}
