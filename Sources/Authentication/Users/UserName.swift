/// A User-Name as a key: octets, which need not be UTF-8. Looking one up copies nothing.
struct UserName: Hashable, Sendable {
  let octets: ArraySlice<UInt8>

  static func == (left: UserName, right: UserName) -> Bool { left.octets == right.octets }

  func hash(into hasher: inout Hasher) {
    octets.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}
