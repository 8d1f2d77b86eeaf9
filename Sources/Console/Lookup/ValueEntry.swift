/// A named value of an attribute, as `rollcall dictionary` shows it.
package struct ValueEntry: Codable, Equatable, Sendable {
  package var attribute: String
  package var name: String
  package var number: UInt64
}
