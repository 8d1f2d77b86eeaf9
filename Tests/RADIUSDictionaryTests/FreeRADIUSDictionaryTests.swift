import Glibc
import RADIUSDictionary
import Testing

/// Debian's freeradius-common, where it is installed: its files must load as they are.
private enum FreeRADIUSFiles {
  static let top = "/usr/share/freeradius/dictionary"
  static let areInstalled = access(top, R_OK) == 0
}

@Suite(.enabled(if: FreeRADIUSFiles.areInstalled, "the package freeradius-common is not installed"))
struct FreeRADIUSDictionaryTests {
  @Test func loadsWithTheCountsOfItsLines() throws {
    let dictionary = try AttributeDictionary.load(path: FreeRADIUSFiles.top)
    #expect(dictionary.counts == AttributeDictionary.Counts(attributes: 7468, values: 7987, vendors: 186))
    // No two lines define one name; Motorola has two VENDOR lines.
    #expect(dictionary.attributes.count == 7468)
    #expect(dictionary.vendors.count == 185)
  }
}
