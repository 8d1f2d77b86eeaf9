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
}
