import RADIUSDictionary
import Testing

/// The files of Debian's freeradius-common must load as they are.
@Suite(.enabled(if: FreeRADIUSFiles.areInstalled, "the package freeradius-common is not installed"))
struct FreeRADIUSDictionaryTests {
  let dictionary: AttributeDictionary

  init() throws { dictionary = try FreeRADIUSFiles.loaded.get() }

  @Test func loadsWithTheCountsOfItsLines() throws {
    #expect(dictionary.counts == AttributeDictionary.Counts(attributes: 7468, values: 7987, vendors: 186))
    // No two lines define one attribute's name; one vendor has two lines.
    #expect(dictionary.attributes.count == 7468)
    #expect(dictionary.vendors.count == 185)
    #expect(Set(dictionary.vendors.map(\.number)).count == 183)
    #expect(dictionary.attributes.reduce(0) { $0 + (dictionary.values(of: $1).isEmpty ? 0 : 1) } > 500)
  }

  @Test(arguments: [
    ("User-Name", "1", AttributeDataType.string), ("Cisco-AVPair", "26.9.1", .string),
    ("MS-MPPE-Send-Key", "26.311.16", .octets), ("USR-Last-Number-Dialed-Out", "26.429.102", .string),
    ("SN-VPN-ID", "26.8164.1", .integer), ("A-ESAM-VRF-Name", "26.637.1792", .string),
    ("WiMAX-Release", "26.24757.1.1", .string), ("ADSL-Forum-Device-Serial-Number", "26.3561.255.2", .string),
    ("IP-Port-Type", "241.5.1", .integer), ("FreeRADIUS-802.1X-Anonce", "245.26.11344.1", .octets),
    ("Extended-Vendor-Specific-6", "246.26", .extendedVendorSpecific), ("Auth-Type", "1000", .integer),
  ])
  func places(name: String, path: String, type: AttributeDataType) throws {
    let attribute = try #require(dictionary.attribute(named: name))
    #expect(attribute.path.description == path)
    #expect(attribute.type == type)
  }

  @Test(
    arguments: [(9, "Cisco"), (3076, "Cisco-ASA"), (255, "Cisco-VPN5000"), (311, "Microsoft")] as [(UInt32, String)])
  func vendors(number: UInt32, name: String) throws {
    let vendor = try #require(dictionary.vendor(named: name))
    #expect(vendor.number == number)
    #expect(dictionary.vendor(number: number)?.number == number)
  }

  /// `dictionary.compat` names values of attributes that later files define.
  @Test func takesValuesBeforeTheirAttributes() throws {
    let compression = try #require(dictionary.attribute(named: "Framed-Compression"))
    #expect(dictionary.value(named: "Van-Jacobsen-TCP-IP", of: compression) == 1)
    #expect(dictionary.valueName(1, of: compression) == "Van-Jacobson-TCP-IP")
  }

  @Test func everyNameOfAValueReadsAndEveryNumberPrints() throws {
    var compared = 0
    for attribute in dictionary.attributes where attribute.type.isNumeric {
      for (name, number) in dictionary.values(of: attribute) {
        #expect(try dictionary.parse(name, as: attribute) == .integer(number), "\(attribute.name) \(name)")
        let printed = dictionary.format(.integer(number), of: attribute)
        #expect(dictionary.value(named: printed, of: attribute) == number, "\(attribute.name) \(number)")
        compared += 1
      }
    }
    #expect(compared > 7900)
  }

  @Test func everyAttributeIsFoundByItsNumbers() throws {
    for attribute in dictionary.attributes where attribute.path.isOnTheWire {
      let found = try #require(dictionary.attribute(named: "Attr-\(attribute.path)"), "\(attribute)")
      #expect(found.path == attribute.path)
      #expect(found.isKnown)
    }
  }
}
