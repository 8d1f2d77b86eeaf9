internal import Accounting
internal import Storage

extension LedgerSource {
  /// The next page of an export.
  package func page(of query: ExportQuery) async throws(ControlError) -> ExportPage {
    switch query.kind {
    case .sessions: try await sessions(of: query)
    case .records: try await records(of: query)
    }
  }

  private func sessions(of query: ExportQuery) async throws(ControlError) -> ExportPage {
    let rows = try await storing { store throws(StoreError) in
      try store.sessionRows(
        after: Int64(clamping: query.after), query.filter, limit: ExportPage.sessionsMax)
    }
    return ExportPage(
      sessions: rows.map(SessionExport.init), records: [],
      position: rows.last.map { UInt64(clamping: $0.number) } ?? query.after, end: 0,
      isLast: rows.count < ExportPage.sessionsMax)
  }

  private func records(of query: ExportQuery) async throws(ControlError) -> ExportPage {
    try await storing { store throws(StoreError) in
      let end = try store.position().rawValue
      let items = try store.journal(
        after: JournalPosition(rawValue: query.after), limit: ExportPage.entriesMax)
      var page = ExportPage(
        sessions: [], records: [], position: items.last?.position.rawValue ?? query.after, end: end,
        isLast: items.isEmpty)
      for case .accounting(let record) in items.lazy.map(\.entry) where query.filter.admits(record) {
        page.records.append(RecordExport(record))
      }
      return page
    }
  }
}
