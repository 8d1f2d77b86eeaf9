package import Accounting

extension SessionRow {
  package init(_ session: AccountingSession) {
    self.init(
      uniqueID: session.uniqueID, user: session.user, client: session.client, nas: session.nas,
      session: session.session, address: session.framedIPAddress, callingStation: session.callingStation,
      start: session.start, lastSeen: session.updated, stop: session.stop, sessionTime: session.sessionTime ?? 0,
      inputOctets: session.inputOctets ?? 0, outputOctets: session.outputOctets ?? 0,
      terminateCause: session.terminateCause, leaseID: session.leaseID, pool: session.pool,
      isClosedByServer: session.isClosedByServer)
    nasPort = session.nasPortID
    framedProtocol = session.framedProtocol
  }
}

extension SessionStart {
  init(_ session: AccountingSession) {
    self.init(
      start: session.start, user: session.user, nas: session.nas, pool: session.pool,
      seconds: Int64(session.sessionTime ?? 0), inputOctets: Int64(clamping: session.inputOctets ?? 0),
      outputOctets: Int64(clamping: session.outputOctets ?? 0))
  }
}

extension SessionFilter {
  /// Whether the filter lets a row through; the limit apart.
  package func admits(_ row: SessionRow) -> Bool {
    (isOpen == nil || isOpen == (row.stop == nil))
      && (user == nil || user == row.user)
      && (client == nil || client == row.client)
      && (nas == nil || nas == row.nas)
      && (session == nil || session == row.session)
      && (address == nil || address == row.address)
      && (since.map { (row.stop ?? $0) >= $0 } ?? true)
      && (until.map { row.start <= $0 } ?? true)
  }
}
