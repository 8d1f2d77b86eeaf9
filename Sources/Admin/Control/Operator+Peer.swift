#if canImport(Glibc)
  internal import Glibc
#endif

/// What `SO_PEERCRED` gives (`struct ucred`, unix(7)): who was at the other end when it connected.
struct PeerCredentials: Sendable {
  var processID: Int32 = 0
  var userID: UInt32 = .max
  var groupID: UInt32 = .max
}

extension Operator {
  /// The account with that number, by the name that the system knows it by.
  package init(userID: UInt32) {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var storage = [CChar](repeating: 0, count: Operator.passwordEntryLengthMax)
    let name = storage.withUnsafeMutableBufferPointer { buffer -> String? in
      guard getpwuid_r(userID, &entry, buffer.baseAddress!, buffer.count, &found) == 0, let found else { return nil }
      return String(cString: found.pointee.pw_name)
    }
    self.init(userID: userID, name: name ?? "uid \(userID)")
  }

  /// Octets of an account's entry; one that is longer goes by its number.
  private static let passwordEntryLengthMax = 16_384
}
