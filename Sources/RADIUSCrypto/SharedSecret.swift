/// A shared secret (RFC 2865 §3). It never prints itself.
package struct SharedSecret: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }
  package init(_ text: String) { bytes = Array(text.utf8) }

  package var description: String { "<secret>" }
  package var debugDescription: String { "<secret>" }
}
