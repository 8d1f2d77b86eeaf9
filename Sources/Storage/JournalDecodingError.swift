/// Why octets are not what the journal's codec wrote. Offsets count from the first octet of the row's body.
package enum JournalDecodingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The octets end inside something that began before `offset`.
  case truncated(offset: Int)
  /// Written by a newer Rollcall.
  case newerVersion(UInt8)
  /// A kind of entry that this program does not know.
  case unknownKind(UInt8, offset: Int)
  /// A number that names no state, cause, rule or verdict, or that is too large.
  case badValue(offset: Int)
  /// The body is not as it was written.
  case checksum
  /// Entries are missing or left over.
  case count(expected: Int)

  package var description: String {
    switch self {
    case .truncated(let offset): "it ends too early, at octet \(offset)"
    case .newerVersion(let version): "it has version \(version), which a newer Rollcall wrote"
    case .unknownKind(let kind, let offset): "there is an entry of the unknown kind \(kind) at octet \(offset)"
    case .badValue(let offset): "there is a value that means nothing at octet \(offset)"
    case .checksum: "its checksum does not match"
    case .count(let expected): "it does not hold the \(expected) entries that it should"
    }
  }
}
