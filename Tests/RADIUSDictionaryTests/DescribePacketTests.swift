import RADIUSDictionary
import RADIUSWire
import Testing

/// Attributes into words. The lines are those that radclient 3.2.1 -x printed for the same attributes, except where a
/// comment says so.
@Suite struct DescribePacketTests {
  let dictionary: AttributeDictionary

  init() throws { dictionary = try TestDictionary.make() }

  private func lines(_ attributes: [UInt8], revealing: AttributeDictionary.Revealing? = nil) throws -> [String] {
    let length = 20 + attributes.count
    let header: [UInt8] = [1, 7, UInt8(length >> 8), UInt8(length & 255)] + Array(repeating: 0, count: 16)
    let packet = try Packet(decoding: header + attributes)
    return dictionary.describe(packet, revealing: revealing).map { "\($0.name) = \($0.text)" }
  }

  @Test(arguments: [
    ("0105626f62 050600000001", [#"User-Name = "bob""#, "NAS-Port = 1"]),
    ("0105fffe41", [#"User-Name = "\377\376A""#]),
    // radclient prints nothing for an empty attribute; here nothing is lost.
    ("0102", [#"User-Name = """#]),
    ("060600000002", ["Service-Type = Framed-User"]),
    ("c8040102", ["Attr-200 = 0x0102"]),
    ("04050102ff", ["Attr-4 = 0x0102ff"]),
    ("19060a0d091b", ["Class = 0x0a0d091b"]),
    ("3706ffffffff", [#"Event-Timestamp = "Feb  7 2106 06:28:15 UTC""#]),
    ("600a0001020304050607", ["Framed-Interface-Id = 1:203:405:607"]),
    ("61040000", ["Framed-IPv6-Prefix = ::/0"]),
    // radclient prints 2000::/128, which the octets do not say.
    ("6105008020", ["Attr-97 = 0x008020"]),
    // Vendors.
    ("1a090000000901 0361", [#"Cisco-AVPair = "a""#]),
    ("1a1000000009 010361 01076263646566", [#"Cisco-AVPair = "a""#, #"Cisco-AVPair = "bcdef""#]),
    ("1a0a00000009fe046162", ["Attr-26.9.254 = 0x6162"]),
    ("1a0a0001e2400104 6162", ["Attr-26.123456.1 = 0x6162"]),
    ("1a0800000009 01ff", ["Attr-26 = 0x0000000901ff"]),
    ("1a0800000009 0100", ["Attr-26 = 0x000000090100"]),
    ("1a0700000009 01", ["Attr-26 = 0x0000000901"]),
    ("1a0600000009", ["Attr-26 = 0x00000009"]),
    ("1a040102", ["Attr-26 = 0x0102"]),
    ("1a02", ["Attr-26 = 0x"]),
    ("1a0c00000009 010361 02ff61", ["Attr-26 = 0x0000000901036102ff61"]),
    ("1a0c000001ad 00009801 6162", ["Attr-26.429.38913 = 0x6162"]),
    ("1a0e000001ad 00009801 00000005", ["Wide-Number = 5"]),
    ("1a0d00001fe4 012c 0007 616263", [#"Sixteen-Text = "abc""#]),
    ("1a0d00001fe4 012c 0008 616263", ["Attr-26 = 0x00001fe4012c0008616263"]),
    // Tags.
    ("40060100000d", ["Tunnel-Type:1 = VLAN"]),
    ("40060000000d", ["Tunnel-Type:0 = VLAN"]),
    ("40062000000d", ["Tunnel-Type:0 = 536870925"]),
    ("510603313030", [#"Tunnel-Private-Group-Id:3 = "100""#]),
    ("5105313030", [#"Tunnel-Private-Group-Id:0 = "100""#]),
    // Extended attributes.
    ("f1070100000001", ["Frag-Status = 1"]),
    ("f10c1a00000009 01 61626364", ["Attr-241.26.9.1 = 0x61626364"]),
    ("f10c1a00002c50 01 00000005", ["FR-Short = 5"]),
    ("f1051a0102", ["Attr-241.26 = 0x0102"]),
    ("f50863006162 6364", ["Attr-245.99 = 0x61626364"]),
    ("f50b1a0000002c50010102", ["FR-Anonce = 0x0102"]),
    // radclient prints Attr-245 = 0x8000: a fragment that has no successor.
    ("f5048000", ["Attr-245.128 = 0x"]),
    ("f102", ["Attr-241 = 0x"]),
    ("f50363", ["Attr-245 = 0x63"]),
    ("f50780 80 616263 f50580 00 64", ["Attr-245.128 = 0x61626364"]),
    // TLVs.
    ("f10f05 010600000002 0206000003e8", ["IP-Port-Type = 2", "IP-Port-Limit = 1000"]),
    ("f10605 0104 01", ["Attr-241.5 = 0x010401"]),
    ("f10905 0106000000 02", ["IP-Port-Type = 2"]),
    ("1a11000060b5 010b00 0105312e30 020301", [#"WiMAX-Release = "1.0""#, "WiMAX-Accounting-Capabilities = 1"]),
    ("1a0e000060b5 010800 ff05312e30", ["Attr-26.24757.1.255 = 0x312e30"]),
    ("1a0f000060b5 010900 0306 01040009", ["WiMAX-Deep = 9"]),
    // A value that goes on, and one that something else cuts short.
    ("1a0c000060b5 010680 010531 1a0b000060b5 010500 2e30", [#"WiMAX-Release = "1.0""#]),
    (
      "1a0a000060b5 350480 61 0103 62 1a0a000060b5 350400 63",
      [#"WiMAX-Profile = "a""#, #"User-Name = "b""#, #"WiMAX-Profile = "c""#]
    ),
    // Joined, as long as nothing comes between.
    ("4f040102 4f0403 04", ["EAP-Message = 0x01020304"]),
    ("4f040102 010361 4f040304", ["EAP-Message = 0x0102", #"User-Name = "a""#, "EAP-Message = 0x0304"]),
    // Arrays.
    ("1a0c0000fde8 0506 00010002", ["T-Array = 1", "T-Array = 2"]),
    ("1a0b0000fde8 0505 000100", ["Attr-26.65000.5 = 0x000100"]),
    ("", []),
  ])
  func describes(wire: String, printed: [String]) throws { #expect(try lines(octets(wire)) == printed) }

  @Test func secretsAreNotPrinted() throws {
    let wire = octets("0212 00112233445566778899aabbccddeeff 4506018001aa")
    #expect(try lines(wire) == ["User-Password = <<< secret >>>", "Tunnel-Password:1 = <<< secret >>>"])
    let password = try #require(dictionary.attribute(named: "Cleartext-Password"))
    let pair = AttributePair(password, value: .text("hello"))
    #expect(dictionary.describe([pair]).map(\.text) == [AttributeDictionary.hiddenText])
    #expect(dictionary.describe([pair], showsSecrets: true).map(\.text) == [#""hello""#])
  }

  @Test func revealedSecretsArePrinted() throws {
    let printed = try lines(octets("0203ff 4506018001aa")) { attribute, _ in
      attribute.name == "User-Password" ? Array("hello".utf8) : nil
    }
    #expect(printed == [#"User-Password = "hello""#, "Tunnel-Password:1 = 0x8001aa"])
  }

  /// MS-CHAP-MPPE-Keys: 24 octets, padded to 32 to be hidden (RFC 2548 §2.4.1).
  @Test func paddingOfRevealedOctetsIsCut() throws {
    let plain = Array(repeating: UInt8(5), count: 24)
    let wire = octets("1a280000fde8 0722") + Array(repeating: 9, count: 32)
    let pairs = dictionary.decodePairs(wire) { _, _ in plain + Array(repeating: 0, count: 8) }
    #expect(pairs.map(\.value) == [.octets(plain)])
  }
}
