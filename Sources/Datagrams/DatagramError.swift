internal import Glibc

/// What the system refused, and why.
package struct DatagramError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The system's error number.
  package let code: Int32

  package init(code: Int32) { self.code = code }

  package var description: String { String(cString: strerror(code)) }

  /// Nobody listens on the port that was sent to.
  package var isRefusal: Bool { code == ECONNREFUSED }
}
