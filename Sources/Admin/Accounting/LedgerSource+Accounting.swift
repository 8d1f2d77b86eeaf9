internal import Storage

extension LedgerSource {
  /// Sessions, newest first; `.notFound` is no error here: none is an empty list.
  package func search(_ request: SearchRequest) async throws(ControlError) -> [SessionRecord] {
    try await storing { (store) throws(StoreError) in
      try store.sessions(request.filter).map { SessionRecord($0) }
    }
  }

  package func usage(_ request: UsageRequest) async throws(ControlError) -> UsageReport {
    guard request.from < request.to else { throw ControlError(.invalid, "a report ends after it begins") }
    return try await storing { (store) throws(StoreError) in try UsageAnalysis(request, store: store).report() }
  }
}
