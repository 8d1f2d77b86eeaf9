/// Every limit of the dictionary reader, so that no file can make it run away.
package enum DictionaryLimits {
  /// Files within files. FreeRADIUS's own nest 4 deep.
  package static let includeDepthMax = 10
  /// Octets of one file. FreeRADIUS's largest has under 100,000.
  package static let fileLengthMax = 16 << 20
  /// Numbers in a path: an extended vendor's attribute has 4, which leaves 8 for TLVs inside it.
  package static let pathLengthMax = 12
  /// Octets of a name; FreeRADIUS allows 128.
  package static let nameLengthMax = 128
  /// The highest number of an attribute that belongs to no vendor; from 256 on they are internal.
  package static let internalNumberMax: UInt32 = 0xff_ffff
  /// The most octets that `octets[N]` may ask for: what one attribute carries (RFC 2865 §5).
  package static let valueLengthMax = 253
}
