/// What became of one action.
package struct RepairOutcome: Codable, Equatable, Sendable {
  /// A sentence.
  package var done: String

  package init(done: String) { self.done = done }
}
