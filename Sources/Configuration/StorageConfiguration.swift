/// Which store keeps the journal.
package enum StorageConfiguration: Equatable, Sendable {
  /// An embedded SQLite database in this file.
  case sqlite(path: String)
}
