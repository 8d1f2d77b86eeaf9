import RADIUSDictionary
import Testing

/// What ATTRIBUTE, VALUE, VENDOR and the blocks mean.
@Suite struct DictionaryFormatTests {
  let dictionary: AttributeDictionary

  init() throws { dictionary = try TestDictionary.make() }

  @Test(arguments: [
    ("User-Name", "1"), ("IPv6-6rd-IPv4MaskLen", "173.1"), ("IP-Port-Type", "241.5.1"),
    ("Cisco-AVPair", "26.9.1"), ("Wide-Number", "26.429.38913"), ("Sixteen-Text", "26.8164.300"),
    ("WiMAX-Release", "26.24757.1.1"), ("WiMAX-Deep", "26.24757.1.3.1"), ("WiMAX-Offset", "26.24757.3"),
    ("FR-Anonce", "245.26.11344.1"), ("FR-Short", "241.26.11344.1"), ("Cleartext-Password", "1100"),
  ])
  func paths(name: String, path: String) throws {
    let attribute = try #require(dictionary.attribute(named: name))
    #expect(attribute.path.description == path)
    #expect(dictionary.attribute(path: attribute.path) === attribute)
    #expect(dictionary.attribute(named: name.uppercased()) === attribute)
    #expect(dictionary.attribute(named: "Attr-\(path)") === attribute)
  }

  @Test(arguments: [
    ("User-Name", AttributeDataType.string), ("NAS-IP-Address", .ipv4Address), ("Event-Timestamp", .date),
    ("NAS-Port", .integer), ("T-Integer64", .integer64), ("Framed-IPv6-Address", .ipv6Address),
    ("Framed-IPv6-Prefix", .ipv6Prefix), ("Framed-Interface-Id", .interfaceID), ("T-Ether", .ethernet),
    ("T-Abinary", .ascendBinary), ("WiMAX-Accounting-Capabilities", .byte), ("WiMAX-Deep", .short),
    ("WiMAX-Offset", .signed), ("T-Signed", .signed), ("FR-Short", .integer), ("WiMAX-Capability", .tlv),
    ("PMIP6-Home-IPv4-HoA", .ipv4Prefix), ("WiMAX-DHCPv4-Server", .comboAddress),
    ("Extended-Attribute-1", .extended), ("Extended-Attribute-5", .longExtended),
    ("Extended-Vendor-Specific-1", .extendedVendorSpecific), ("Vendor-Specific", .vendorSpecific),
    ("T-Bool", .boolean), ("WLAN-Venue-Language", .octets),
  ])
  func types(name: String, type: AttributeDataType) throws {
    #expect(try #require(dictionary.attribute(named: name)).type == type)
  }

  @Test func flags() throws {
    let password = try #require(dictionary.attribute(named: "Tunnel-Password"))
    #expect(password.flags.hasTag && password.flags.encryption == .tunnelPassword && password.isSecret)
    #expect(try #require(dictionary.attribute(named: "User-Password")).flags.encryption == .userPassword)
    #expect(try #require(dictionary.attribute(named: "T-Ascend")).flags.encryption == .ascendSecret)
    #expect(try #require(dictionary.attribute(named: "EAP-Message")).flags.isConcatenated)
    #expect(try #require(dictionary.attribute(named: "T-Array")).flags.isArray)
    #expect(try #require(dictionary.attribute(named: "Packet-Kind")).flags.isVirtual)
    let clear = try #require(dictionary.attribute(named: "Cleartext-Password"))
    #expect(clear.flags.isSecret && clear.isSecret && clear.flags.encryption == .none)
    #expect(try #require(dictionary.attribute(named: "User-Name")).flags == AttributeFlags())
    #expect(try #require(dictionary.attribute(named: "WLAN-Venue-Language")).length == 3)
  }

  @Test(
    arguments: [
      ("Cisco", 9, 1, 1, false), ("wide", 429, 4, 0, false), ("Sixteen", 8164, 2, 2, false),
      ("WiMAX", 24757, 1, 1, true),
    ] as [(String, UInt32, Int, Int, Bool)])
  func vendors(name: String, number: UInt32, type: Int, length: Int, hasContinuation: Bool) throws {
    let vendor = try #require(dictionary.vendor(named: name))
    #expect(vendor == dictionary.vendor(number: number))
    #expect(vendor.typeOctets == type && vendor.lengthOctets == length && vendor.hasContinuation == hasContinuation)
  }

  @Test func lastOfTwoNamesPrints() throws {
    let service = try #require(dictionary.attribute(named: "Service-Type"))
    #expect(dictionary.valueName(1, of: service) == "Login")
    #expect(dictionary.value(named: "login-user", of: service) == 1)
    #expect(dictionary.value(named: "Login", of: service) == 1)
    #expect(dictionary.valueName(2, of: service) == "Framed-User")
    #expect(dictionary.valueName(3, of: service) == nil)
    #expect(dictionary.values(of: service).map(\.name) == ["Login-User", "Login", "Framed-User"])
    #expect(dictionary.attribute(path: AttributePath([26, 9, 2]))?.name == "Cisco-NAS-Port")
    #expect(dictionary.attribute(named: "Cisco-Old-Name")?.path == AttributePath([26, 9, 2]))
  }

  @Test func countsAreLines() throws {
    let lines = TestDictionary.text.split(separator: "\n")
    func count(_ keyword: String) -> Int {
      lines.filter { $0.split(whereSeparator: \.isWhitespace).first == keyword[...] }.count
    }
    #expect(
      dictionary.counts
        == AttributeDictionary.Counts(
          attributes: count("ATTRIBUTE"), values: count("VALUE"), vendors: count("VENDOR")))
    #expect(dictionary.attributes.count == dictionary.counts.attributes)
    #expect(dictionary.vendors.map(\.name) == ["Cisco", "Wide", "Sixteen", "WiMAX", "FreeRADIUS", "Types"])
  }

  @Test(arguments: [
    "Attr-26.9.250", "attr-200", "Attr-241.99", "Attr-26.99999.1", "Attr-241.26.9.7", "Attr-26.429.70000",
  ])
  func unnamedAttributes(name: String) throws {
    let attribute = try #require(dictionary.attribute(named: name))
    #expect(!attribute.isKnown && attribute.type == .octets)
    #expect(attribute.name == "A" + name.dropFirst().lowercased())
  }

  @Test(arguments: [
    "Attr-", "Attr-300", "Attr-0", "Attr-1.x", "Attr-26.9", "Attr-26.9.1.256", "Attr-99999999999", "Nobody", "",
    "Attr-1..2", "Attr-+1",
  ])
  func noAttributes(name: String) { #expect(dictionary.attribute(named: name) == nil) }

  @Test func valuesMayPrecedeTheirAttribute() throws {
    let dictionary = try AttributeDictionary.parse(
      "VALUE a Two 2\nVALUE A Uno 1\nATTRIBUTE A 1 byte\nVALUE A One 1\nVALUE A Three 3", name: "t")
    let attribute = try #require(dictionary.attribute(named: "A"))
    // The last line still prints.
    #expect(dictionary.valueName(1, of: attribute) == "One")
    #expect(dictionary.valueName(2, of: attribute) == "Two")
    #expect(dictionary.value(named: "Uno", of: attribute) == 1)
    #expect(dictionary.values(of: attribute).map(\.name) == ["Two", "Uno", "One", "Three"])
  }

  @Test(arguments: [
    // A name may be said again with the same number, and its last type holds.
    ("ATTRIBUTE A 1 octets\nATTRIBUTE a 1 string", AttributeDataType.string),
    ("ATTRIBUTE A 1 String\r\n", .string),
    ("attribute A 0x01 uint64", .integer64),
    ("VENDOR V 9\nVENDOR V 9\nATTRIBUTE A 1 short V", .short),
  ])
  func takesWhatFreeRADIUSTakes(text: String, type: AttributeDataType) throws {
    let dictionary = try AttributeDictionary.parse(text, name: "t")
    #expect(dictionary.attribute(named: "A")?.type == type)
    #expect(dictionary.attributes.count == 1)
  }

  @Test func oldStyleVendorColumnPutsTheAttributeIntoTheVendor() throws {
    let dictionary = try AttributeDictionary.parse("VENDOR V 9\nATTRIBUTE A 1 short V", name: "t")
    #expect(dictionary.attribute(named: "A")?.path == AttributePath([26, 9, 1]))
  }
}
