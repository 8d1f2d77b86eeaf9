/// How far somebody who reads the journal beside the fold has come, such as a log file. It stands in the journal's own
/// file, so that it outlives derived tables, and retention cuts nothing that a cursor has not passed.
package struct JournalCursor: Equatable, Sendable {
  package var name: String
  /// The last entry that its owner is done with.
  package var position: JournalPosition
  /// What its owner needs to go on exactly there after a crash, such as a file's name and length.
  package var note: String

  package init(name: String, position: JournalPosition, note: String = "") {
    self.name = name
    self.position = position
    self.note = note
  }
}
