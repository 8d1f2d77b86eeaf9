internal import Foundation

/// An answer line of the control socket: `{"ok":true,"result":...}` or `{"ok":false,"error":{"kind","message"}}`.
package struct ControlResponse<Value: Codable & Sendable>: Codable, Sendable {
  package var ok: Bool
  package var result: Value?
  package var error: ControlError?

  package init(result: Value) {
    ok = true
    self.result = result
  }

  package init(error: ControlError) {
    ok = false
    self.error = error
  }

  /// Reads an answer line; nil when it makes no sense to this version.
  init?(line: [UInt8]) {
    guard let response = try? JSONDecoder().decode(ControlResponse<Value>.self, from: Data(line)) else { return nil }
    self = response
  }

  /// The result, or what kept it from coming.
  func value() throws(ControlError) -> Value {
    if let error { throw error }
    guard let result else { throw ControlError(.invalid, "the answer is empty") }
    return result
  }
}
