import Foundation
import RADIUSDictionary
import Testing

/// The files of `dictionaries/`, which every installation starts with.
struct ShippedDictionaryTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "dictionaries")
  /// Where Debian's freeradius-common puts its dictionaries, whose names ours share.
  static let reference = "/usr/share/freeradius/dictionary"

  /// Read once for all tests.
  static let loaded = Result {
    try AttributeDictionary.load(path: folder.appending(path: "dictionary").path)
  }

  let dictionary: AttributeDictionary

  init() throws { dictionary = try Self.loaded.get() }

  @Test("Every file of the folder is included")
  func includesAll() throws {
    let top = try String(contentsOf: Self.folder.appending(path: "dictionary"), encoding: .utf8)
    let included = Set(
      top.split(separator: "\n").filter { $0.hasPrefix("$INCLUDE") }.compactMap { $0.split(separator: " ").last })
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasPrefix("dictionary.") }
    #expect(files.count > 100)
    for file in files { #expect(included.contains(Substring(file)), "\(file) is not included") }
    #expect(included.count == files.count)
  }

  @Test("No two attributes share a name, so that a name says one thing")
  func namesAreUnique() {
    #expect(dictionary.attributes.count > 6_000)
    for attribute in dictionary.attributes {
      #expect(dictionary.attribute(named: attribute.name) == attribute, "\(attribute.name) has two definitions")
    }
  }

  @Test(
    "Attributes stand where their standards and vendors put them",
    arguments: [
      ("User-Name", "1", AttributeDataType.string),
      ("Framed-IP-Address", "8", .ipv4Address),
      ("Vendor-Specific", "26", .vendorSpecific),
      ("Digest-Realm", "104", .string),
      ("Framed-IPv6-Prefix", "97", .ipv6Prefix),
      ("Frag-Status", "241.1", .integer),
      ("IP-Port-Limit", "241.5.2", .integer),
      ("Cisco-AVPair", "26.9.1", .string),
      ("MS-CHAP2-Response", "26.311.25", .octets),
      ("USR-Last-Number-Dialed-Out", "26.429.102", .string),
      ("ADSL-Agent-Circuit-Id", "26.3561.1", .octets),
      ("Lucent-Max-Shared-Users", "26.4846.2", .integer),
      ("Mikrotik-Rate-Limit", "26.14988.8", .string),
      ("WiMAX-Release", "26.24757.1.1", .string),
      ("FreeRADIUS-802.1X-Anonce", "245.26.11344.1", .octets),
      ("Cleartext-Password", "1100", .string),
      ("Pool-Name", "1073", .string),
    ])
  func places(name: String, path: String, type: AttributeDataType) throws {
    let attribute = try #require(dictionary.attribute(named: name))
    #expect(attribute.path.description == path)
    #expect(attribute.type == type)
  }

  @Test(
    "Of an attribute's two names the standard's prints",
    arguments: [
      ("Framed-Address", "Framed-IP-Address"), ("Client-Id", "NAS-IP-Address"),
      ("Caller-ID", "Calling-Station-Id"),
    ])
  func oldNames(old: String, standard: String) throws {
    let attribute = try #require(dictionary.attribute(named: old))
    #expect(dictionary.attribute(path: attribute.path)?.name == standard)
  }

  @Test(
    "Of a value's two names the standard's prints",
    arguments: [
      ("Service-Type", "Framed", "Framed-User"), ("Service-Type", "Shell-User", "Administrative-User"),
      ("Acct-Status-Type", "Alive", "Interim-Update"),
    ])
  func oldValueNames(attribute: String, old: String, standard: String) throws {
    let attribute = try #require(dictionary.attribute(named: attribute))
    let number = try #require(dictionary.value(named: old, of: attribute))
    #expect(dictionary.valueName(number, of: attribute) == standard)
  }

  @Test("Passwords are never printed")
  func passwordsAreSecret() throws {
    let passwords = dictionary.attributes.filter {
      $0.vendor == nil && $0.name.hasSuffix("-Password") && $0.type != .tlv
    }
    #expect(passwords.count > 15)
    for password in passwords { #expect(password.isSecret, "\(password.name) would be printed") }
  }

  @Test(
    "The attributes of the IETF are those that FreeRADIUS names",
    .enabled(if: FileManager.default.fileExists(atPath: reference)))
  func agreesWithReference() throws {
    let reference = try AttributeDictionary.load(path: Self.reference)
    var compared = 0
    for theirs in reference.attributes
    where theirs.path.isOnTheWire && theirs.vendor == nil && !Self.differs(theirs.name) {
      let ours = try #require(dictionary.attribute(named: theirs.name), "\(theirs) is missing")
      #expect(ours.path == theirs.path, "\(theirs.name)")
      #expect(ours.type == theirs.type, "\(theirs.name)")
      #expect(ours.flags.hasTag == theirs.flags.hasTag, "\(theirs.name)")
      #expect(ours.flags.encryption == theirs.flags.encryption, "\(theirs.name)")
      compared += 1
    }
    #expect(compared > 200)
  }

  /// Whether ours leave a name out on purpose: attributes at numbers that RFCs took later, and a draft's form of
  /// digest authentication.
  static func differs(_ name: String) -> Bool {
    name.hasPrefix("X-Ascend-") || name == "Multi-Link-Flag" || name == "Char-Noecho" || name.hasPrefix("Digest-")
  }
}
