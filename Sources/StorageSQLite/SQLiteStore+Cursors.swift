package import Storage

extension SQLiteStore {
  package func journalCursors() throws(StoreError) -> [JournalCursor] {
    try checkOpen()
    return try journal.cursors()
  }

  package func put(_ cursor: JournalCursor) throws(StoreError) {
    try writing { (writer) throws(StoreError) in try writer.write { try CursorTable.put(cursor, $0) } }
  }

  package func removeJournalCursor(named name: String) throws(StoreError) {
    try writing { (writer) throws(StoreError) in try writer.write { try CursorTable.remove(name, $0) } }
  }
}
