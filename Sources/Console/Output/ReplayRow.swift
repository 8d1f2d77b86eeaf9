/// What became of one file of a replay.
package struct ReplayRow: Codable, Equatable, Sendable {
  package var file: String
  /// Records that could be read.
  package var records: Int
  package var added: Int
  /// Records of events that were recorded already.
  package var known: Int
  /// Records that were left out.
  package var bad: Int

  package init(file: String, records: Int, added: Int = 0, known: Int = 0, bad: Int) {
    self.file = file
    self.records = records
    self.added = added
    self.known = known
    self.bad = bad
  }
}

extension Reports {
  package static func replays(_ rows: [ReplayRow]) -> Report<ReplayRow> {
    func figure(_ key: String, _ title: String, _ path: KeyPath<ReplayRow, Int>) -> Column<ReplayRow> {
      Column(key, title, .right) { Quantity.grouped($0[keyPath: path]) }
    }
    return Report(
      rows,
      columns: [
        Column("file", "FILE") { $0.file }, figure("records", "RECORDS", \.records), figure("added", "ADDED", \.added),
        figure("known", "KNOWN", \.known), figure("bad", "BAD", \.bad),
      ], whenEmpty: "There is nothing to replay.")
  }
}
