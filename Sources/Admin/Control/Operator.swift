/// Who gave a control command, as the kernel tells it (`SO_PEERCRED`).
package struct Operator: Equatable, Sendable {
  package var userID: UInt32
  /// The account's name; the number where it has none.
  package var name: String

  package init(userID: UInt32, name: String) {
    self.userID = userID
    self.name = name
  }

  /// What the ledger keeps of the deed: `root: modem replaced`.
  package func note(reason: String) -> String { reason.isEmpty ? name : "\(name): \(reason)" }
}
