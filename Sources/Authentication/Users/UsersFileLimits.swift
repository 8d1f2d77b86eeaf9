/// The limits of a users file, each with its reason.
package enum UsersFileLimits {
  /// Octets of one line; FreeRADIUS stops at 8,192. A longer line is a binary file or a missing line end.
  package static let lineLengthMax = 16_384
  /// `$INCLUDE` inside `$INCLUDE`; deeper ones include themselves.
  package static let includeDepthMax = 16
  /// Octets of a name: what one User-Name attribute holds (RFC 2865 §5.1).
  package static let nameLengthMax = 253
  /// Octets of a file, so that a wrong path cannot take all memory.
  package static let fileLengthMax = 1 << 30
}
