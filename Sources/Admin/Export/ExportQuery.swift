package import Storage

/// A page of an export.
package struct ExportQuery: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, CaseIterable, Sendable {
    case sessions
    case records
  }

  package var kind: Kind
  package var filter: ExportFilter
  /// Where the last page ended; 0: the first page.
  package var after: UInt64

  package init(_ kind: Kind, _ filter: ExportFilter, after: UInt64 = 0) {
    self.kind = kind
    self.filter = filter
    self.after = after
  }
}

/// What a page has.
package struct ExportPage: Codable, Sendable {
  package var sessions: [SessionExport]
  package var records: [RecordExport]
  /// Where the next page begins.
  package var position: UInt64
  /// The position at which the export ends; with it, ``position`` tells how far it is.
  package var end: UInt64
  package var isLast: Bool

  /// Rows of a page of sessions, about 2 MB.
  static let sessionsMax = 4_096
  /// Journal entries that are looked at for a page of records.
  static let entriesMax = 8_192
}
