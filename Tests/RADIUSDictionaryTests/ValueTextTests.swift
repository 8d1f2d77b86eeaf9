import RADIUSDictionary
import Testing

/// Values as text: what is read, what it becomes on the wire, how it prints. The expectations are what radclient 3.2.1
/// does, except where a comment says so.
@Suite struct ValueTextTests {
  let dictionary: AttributeDictionary

  init() throws { dictionary = try TestDictionary.make() }

  @Test(arguments: [
    ("User-Name", "bob", "626f62", #""bob""#),
    ("User-Name", "0x616263", "3078363136323633", #""0x616263""#),
    ("User-Name", "zoë", "7a6fc3ab", #""zoë""#),
    ("Class", "abc", "616263", "0x616263"),
    ("Class", "0x0aFF", "0aff", "0x0aff"),
    ("Class", "0x", "", "0x"),
    ("WLAN-Venue-Language", "eng", "656e67", "0x656e67"),
    ("NAS-Port", "77", "0000004d", "77"),
    ("NAS-Port", "0x10", "00000010", "16"),
    ("NAS-Port", "4294967295", "ffffffff", "4294967295"),
    ("Service-Type", "Login", "00000001", "Login"),
    ("Service-Type", "login-user", "00000001", "Login"),
    ("Service-Type", "0x00000002", "00000002", "Framed-User"),
    ("Service-Type", "77", "0000004d", "77"),
    ("T-Integer64", "18446744073709551615", "ffffffffffffffff", "18446744073709551615"),
    ("WiMAX-Accounting-Capabilities", "255", "ff", "255"),
    ("WiMAX-Deep", "65535", "ffff", "65535"),
    ("WiMAX-Offset", "-2", "fffffffe", "-2"),
    ("WiMAX-Offset", "2147483647", "7fffffff", "2147483647"),
    ("WiMAX-Offset", "0xfffffffe", "fffffffe", "-2"),
    ("T-Signed", "Minus-One", "ffffffff", "Minus-One"),
    ("T-Signed", "-1", "ffffffff", "Minus-One"),
    ("T-Bool", "yes", "01", "yes"),
    ("T-Bool", "False", "00", "no"),
    ("NAS-IP-Address", "1.2.3.4", "01020304", "1.2.3.4"),
    ("NAS-IP-Address", "1.2.3.4/32", "01020304", "1.2.3.4"),
    ("NAS-IP-Address", "0x01020304", "01020304", "1.2.3.4"),
    ("Framed-IPv6-Address", "2001:DB8::1", "20010db8000000000000000000000001", "2001:db8::1"),
    ("WiMAX-DHCPv4-Server", "10.0.0.1", "0a000001", "10.0.0.1"),
    ("WiMAX-DHCPv4-Server", "2001:db8::1", "20010db8000000000000000000000001", "2001:db8::1"),
    ("Framed-IPv6-Prefix", "2001:db8::/32", "002020010db8000000000000000000000000", "2001:db8::/32"),
    ("Framed-IPv6-Prefix", "2001:db8:ffff::1/32", "002020010db8000000000000000000000000", "2001:db8::/32"),
    ("Framed-IPv6-Prefix", "2001:db8::1", "008020010db8000000000000000000000001", "2001:db8::1/128"),
    ("Framed-IPv6-Prefix", "::/0", "000000000000000000000000000000000000", "::/0"),
    ("PMIP6-Home-IPv4-HoA", "10.1.0.0/8", "00080a000000", "10.0.0.0/8"),
    ("Framed-Interface-Id", "1:2:3:4", "0001000200030004", "1:2:3:4"),
    ("Framed-Interface-Id", "00:11:22:ffff", "000000110022ffff", "0:11:22:ffff"),
    ("T-Ether", "00:11:22:aA:bb:CC", "001122aabbcc", "00:11:22:aa:bb:cc"),
    ("T-Ether", "00-11-22-aa-bb-cc", "001122aabbcc", "00:11:22:aa:bb:cc"),
    ("Event-Timestamp", "1600000000", "5f5e1000", #""Sep 13 2020 12:26:40 UTC""#),
    ("Event-Timestamp", "Jan  5 2020 10:00:00 UTC", "5e11b3a0", #""Jan  5 2020 10:00:00 UTC""#),
    ("Event-Timestamp", "Jan 5 2020", "5e112700", #""Jan  5 2020 00:00:00 UTC""#),
    ("Event-Timestamp", "5 January 2020 10:00", "5e11b3a0", #""Jan  5 2020 10:00:00 UTC""#),
    ("Event-Timestamp", "4294967295", "ffffffff", #""Feb  7 2106 06:28:15 UTC""#),
    // radclient refuses RFC 3339; files of ours may have it.
    ("Event-Timestamp", "2020-01-05T10:00:00Z", "5e11b3a0", #""Jan  5 2020 10:00:00 UTC""#),
    ("T-Abinary", "0x0101", "0101", "0x0101"),
    ("WiMAX-Capability", "0x0103", "0103", "0x0103"),
  ])
  func readsEncodesAndPrints(name: String, text: String, wire: String, printed: String) throws {
    let attribute = try #require(dictionary.attribute(named: name))
    let value = try dictionary.parse(text, as: attribute)
    let encoded = try dictionary.encode(value, of: attribute)
    #expect(hexadecimal(encoded) == wire)
    #expect(dictionary.format(value, of: attribute) == printed)
    #expect(dictionary.decode(encoded, of: attribute) == value)
  }

  @Test(arguments: [
    ("NAS-Port", "-1", "0 to 4294967295"), ("NAS-Port", "4294967296", "0 to 4294967295"),
    ("NAS-Port", "99999999999999999999999", "0 to 4294967295"), ("NAS-Port", "1.5", "0 to 4294967295"),
    ("NAS-Port", "", "0 to 4294967295"), ("NAS-Port", "0x", "0 to 4294967295"),
    ("Service-Type", "Nonsense", "a name that the dictionary gives"),
    ("WiMAX-Accounting-Capabilities", "256", "0 to 255"), ("WiMAX-Deep", "65536", "0 to 65535"),
    ("WiMAX-Offset", "2147483648", "-2147483648 to"), ("WiMAX-Offset", "x", "-2147483648 to"),
    ("T-Bool", "2", "yes or no"),
    ("NAS-IP-Address", "host.example", "names are not looked up"), ("NAS-IP-Address", "1.2.3.256", "192.0.2.1"),
    ("NAS-IP-Address", "1.2.3.4/24", "192.0.2.1"), ("NAS-IP-Address", "::1", "192.0.2.1"),
    ("NAS-IP-Address", "0x0102", "192.0.2.1"), ("Framed-IPv6-Address", "1.2.3.4", "2001:db8::1"),
    ("Framed-IPv6-Prefix", "2001:db8::/129", "2001:db8::/32"), ("Framed-IPv6-Prefix", "10.0.0.0/8", "2001:db8::/32"),
    ("Framed-IPv6-Prefix", "::/x", "2001:db8::/32"), ("Framed-IPv6-Prefix", "::/1/2", "2001:db8::/32"),
    ("PMIP6-Home-IPv4-HoA", "10.0.0.0/33", "192.0.2.0/24"),
    ("Framed-Interface-Id", "1:2:3", "0:1:2:3"), ("Framed-Interface-Id", "1:2:3:12345", "0:1:2:3"),
    ("Framed-Interface-Id", "1:2:3:g", "0:1:2:3"), ("T-Ether", "00:11:22:33:44", "00:11:22"),
    ("Event-Timestamp", "soon", "Jan 5 2020"), ("Event-Timestamp", "Feb 30 2020", "Jan 5 2020"),
    ("Event-Timestamp", "Jan 5 2107", "Jan 5 2020"), ("Event-Timestamp", "Jan 5 2020 25:00", "Jan 5 2020"),
    ("Event-Timestamp", "4294967296", "Jan 5 2020"), ("Event-Timestamp", "Jan 5 1969", "Jan 5 2020"),
    ("Class", "0x1", "even number"), ("Class", "0xzz", "even number"),
    ("WLAN-Venue-Language", "en", "exactly 3"), ("WLAN-Venue-Language", "0x01020304", "exactly 3"),
    ("WiMAX-Capability", "x", "0x and an even number"),
    ("Attr-26.9.250", "abc", "no dictionary defines it"),
  ])
  func refusesWithARemedy(name: String, text: String, remedy: String) throws {
    let attribute = try #require(dictionary.attribute(named: name))
    let error = #expect(throws: ValueError.self) { try self.dictionary.parse(text, as: attribute) }
    let found = try #require(error)
    #expect(found.remedy.contains(remedy), "\(found)")
    #expect(found.message.contains(attribute.name))
  }

  @Test func aSecretIsNotShownInAnError() throws {
    let keys = try #require(dictionary.attribute(named: "T-Keys"))
    let error = #expect(throws: ValueError.self) { try self.dictionary.parse("0xhunter2", as: keys) }
    #expect(try #require(error).description.contains("hunter2") == false)
  }

  @Test(arguments: [
    (#"a"b\c"#, #""a\"b\\c""#), ("a\nb\rc\td", #""a\nb\rc\td""#), ("\u{1}\u{7f}", #""\001\177""#), ("é☃😀", "\"é☃😀\""),
    ("", #""""#),
  ])
  func quotes(text: String, printed: String) throws {
    let name = try #require(dictionary.attribute(named: "User-Name"))
    #expect(dictionary.format(.text(text), of: name) == printed)
    let pair = try #require(try dictionary.parsePairs("User-Name = \(printed)").first)
    #expect(pair.value == .text(text))
  }

  @Test(arguments: [
    ("fffe41", #""\377\376A""#), ("c3", #""\303""#), ("e28241", #""\342\202A""#), ("eda080", #""\355\240\200""#),
  ])
  func octetsThatAreNoUTF8PrintInOctal(wire: String, printed: String) throws {
    let name = try #require(dictionary.attribute(named: "User-Name"))
    #expect(dictionary.format(.string(octets(wire)), of: name) == printed)
    let pair = try #require(try dictionary.parsePairs("User-Name = \(printed)").first)
    #expect(pair.value == .string(octets(wire)))
  }

  @Test(arguments: [
    ("NAS-Port", "0102"), ("NAS-Port", "0102030405"), ("NAS-IP-Address", ""), ("Framed-IPv6-Prefix", "00"),
    ("Framed-IPv6-Prefix", "0081"), ("Framed-IPv6-Prefix", "002020"), ("PMIP6-Home-IPv4-HoA", "00210a000001"),
    ("Framed-IPv6-Prefix", "000000000000000000000000000000000000ff"), ("T-Bool", "02"), ("WLAN-Venue-Language", "0102"),
    ("WiMAX-DHCPv4-Server", "0102030405"), ("T-Ether", "0102030405"),
  ])
  func octetsThatDoNotFitStayOctets(name: String, wire: String) throws {
    let attribute = try #require(dictionary.attribute(named: name))
    #expect(dictionary.decode(octets(wire), of: attribute) == .octets(octets(wire)))
  }

  /// RFC 3162 §2.3: only as many octets of the prefix as are needed.
  @Test(arguments: [("002020010db8", "2001:db8::/32"), ("0000", "::/0"), ("0014200100", "2001::/20")])
  func shortPrefixes(wire: String, printed: String) throws {
    let attribute = try #require(dictionary.attribute(named: "Framed-IPv6-Prefix"))
    #expect(dictionary.format(dictionary.decode(octets(wire), of: attribute), of: attribute) == printed)
  }

  @Test(
    arguments: [
      ("NAS-Port", AttributeValue.text("x")), ("NAS-Port", .integer(1 << 32)), ("User-Name", .integer(1)),
      ("WiMAX-Deep", .integer(65536)), ("T-Bool", .integer(2)), ("WLAN-Venue-Language", .octets([1])),
      ("WiMAX-Capability", .text("x")), ("Event-Timestamp", .integer(1)),
    ] as [(String, AttributeValue)])
  func refusesToEncodeWhatDoesNotFit(name: String, value: AttributeValue) throws {
    let attribute = try #require(dictionary.attribute(named: name))
    #expect(throws: ValueError.self) { try self.dictionary.encode(value, of: attribute) }
  }
}
