import Glibc
import RADIUSDictionary

/// Debian's freeradius-common and freeradius-utils, where they are installed.
enum FreeRADIUSFiles {
  static let folder = "/usr/share/freeradius"
  static let top = folder + "/dictionary"
  static let radclient = "/usr/bin/radclient"
  static let areInstalled = access(top, R_OK) == 0
  static let hasRadclient = areInstalled && access(radclient, X_OK) == 0

  /// Read once for all tests.
  static let loaded = Result { try AttributeDictionary.load(path: top) }
}
