package import Accounting
package import Timebase

/// What an export takes. What is nil does not narrow.
package struct ExportFilter: Codable, Equatable, Sendable {
  /// Milliseconds since 1970. Records: of events at or after this time. Sessions: that were open at or after it.
  package var from: Int64?
  /// Records: of events before this time. Sessions: that began before it.
  package var to: Int64?
  package var user: String?
  /// A NAS as the lease table names it, its address, or its client's name.
  package var nas: String?

  package init(from: Timestamp? = nil, to: Timestamp? = nil, user: String? = nil, nas: String? = nil) {
    self.from = from?.milliseconds
    self.to = to?.milliseconds
    self.user = user
    self.nas = nas
  }

  package func admits(_ session: AccountingSession) -> Bool {
    if let from, let stop = session.stop, stop.milliseconds < from { return false }
    if let to, session.start.milliseconds >= to { return false }
    if let user, session.user != user { return false }
    return admits(nas: session.nas, address: session.nasIPAddress, client: session.client)
  }

  package func admits(_ record: AccountingRecord) -> Bool {
    if let from, record.event.milliseconds < from { return false }
    if let to, record.event.milliseconds >= to { return false }
    guard user != nil || nas != nil else { return true }
    guard let event = AccountingEvent(record) else { return false }
    if let user, event.user != user { return false }
    return admits(nas: record.nas, address: event.nasIPAddress, client: record.client)
  }

  private func admits(nas name: String, address: String, client: String) -> Bool {
    nas.map { $0 == name || $0 == address || $0 == client } ?? true
  }
}
