/// What helps to find a fault and is unwise at other times.
package struct DebugConfiguration: Equatable, Sendable {
  /// Whether the record of an authentication keeps the password that was sent.
  package var logPasswords = false

  /// The defaults.
  package init() {}
}
