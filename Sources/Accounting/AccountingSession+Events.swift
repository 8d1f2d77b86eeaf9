import Timebase

/// What an event does to its session, and which events are of it.
extension AccountingSession {
  /// Whether both name one user; a record that names none contradicts nobody.
  func isSameUser(as event: AccountingEvent) -> Bool {
    user.isEmpty || event.user.isEmpty || user == event.user
  }

  /// Whether `event`, which has this row's NAS and Acct-Session-Id, is of this session and not of another one to which
  /// the NAS gave the same ID: many start to count anew when they restart.
  func contains(_ event: AccountingEvent) -> Bool {
    guard isSameUser(as: event) else { return false }
    if leaseID != 0, event.leaseID != 0 {
      if leaseID == event.leaseID { return true }
      // Another lease is another session, unless it began with this one: a session that was adopted anew.
      if event.session.isEmpty || event.status == .start { return false }
      guard let begin = event.reckonedBegin else { return isOpen }
      return begin <= start.advanced(byMilliseconds: SessionFold.retryTolerance)
    }
    if event.session.isEmpty { return false }
    if event.verdict == .stale || event.verdict == .duplicate { return true }
    guard let stop else {
      // A Start long after the last sign of life is of a new session; anything else of an open session belongs to it.
      return event.status != .start
        || event.time <= updated.advanced(byMilliseconds: SessionFold.retryTolerance)
    }
    guard let begin = event.reckonedBegin else { return true }
    if event.status == .start { return begin <= stop }
    return begin <= stop.advanced(byMilliseconds: SessionFold.reckoningTolerance)
  }

  mutating func apply(_ event: AccountingEvent) {
    if leaseID == 0 { leaseID = event.leaseID }
    describe(event)
    switch event.status {
    case .start: applyStart(event)
    case .interim: applyInterim(event)
    case .stop: applyStop(event)
    case .on, .off, .other: break
    }
  }

  /// No Stop came, and none will: the row says so in words of ours.
  mutating func closeByServer(at time: Timestamp, cause: String) {
    stop = max(time, start)
    terminateCause = cause
    isClosedByServer = true
    sessionTime = max(sessionTime ?? 0, seconds(until: updated))
  }

  /// Whole seconds from the start to `time`, as far as 32 bits tell.
  func seconds(until time: Timestamp) -> UInt32 {
    UInt32(clamping: max(0, start.milliseconds(to: time)) / 1000)
  }

  /// The first Start tells when the session began; a second is a retry.
  private mutating func applyStart(_ event: AccountingEvent) {
    if isStartReckoned, event.time <= max(updated, stop ?? updated) {
      start = event.time
      isStartReckoned = false
    }
    inputOctets = inputOctets ?? 0
    outputOctets = outputOctets ?? 0
    sessionTime = sessionTime ?? 0
    if connectInfoStart.isEmpty { connectInfoStart = event.connectInfo }
    if isOpen { updated = max(updated, event.time) }
  }

  private mutating func applyInterim(_ event: AccountingEvent) {
    if let stop {
      guard isClosedByServer, event.verdict != .stale, event.time > stop else {
        // Late, or a ghost: it may know more octets, and opens nothing.
        raiseCounters(event)
        return
      }
      self.stop = nil
      isClosedByServer = false
      terminateCause = ""
    }
    if connectInfoStart.isEmpty { connectInfoStart = event.connectInfo }
    advance(event)
  }

  /// The first Stop counts. One without counters leaves what the Interims told.
  private mutating func applyStop(_ event: AccountingEvent) {
    guard isOpen || isClosedByServer else {
      raiseCounters(event)
      if terminateCause.isEmpty { terminateCause = event.terminateCause }
      return
    }
    advance(event)
    stop = max(event.time, start)
    isClosedByServer = false
    terminateCause = event.terminateCause
    connectInfoStop = event.connectInfo
    if sessionTime == nil || (event.sessionTime == nil && sessionTime == 0) {
      sessionTime = seconds(until: event.time)
    }
  }

  private mutating func advance(_ event: AccountingEvent) {
    raiseCounters(event)
    let step = updated.milliseconds(to: event.time)
    // A retry's event time differs by the rounding of its delay.
    if step > 1_000 { interval = UInt32(clamping: step / 1000) }
    updated = max(updated, event.time)
  }

  /// Counters are totals of the session (RFC 2866 §5.3): the highest seen is the newest.
  private mutating func raiseCounters(_ event: AccountingEvent) {
    inputOctets = AccountingSession.higher(inputOctets, event.inputOctets)
    outputOctets = AccountingSession.higher(outputOctets, event.outputOctets)
    sessionTime = AccountingSession.higher(sessionTime, event.sessionTime)
  }

  private static func higher<Number: Comparable>(_ left: Number?, _ right: Number?) -> Number? {
    guard let left else { return right }
    guard let right else { return left }
    return max(left, right)
  }

  /// Fills in what the row does not know yet; an address may come, or change, with a later record.
  private mutating func describe(_ event: AccountingEvent) {
    if let address = event.framedIPAddress, framedIPAddress == nil || event.time >= updated {
      framedIPAddress = address
    }
    if user.isEmpty, !event.user.isEmpty { user = event.user }
    AccountingSession.fill(&client, event.client)
    AccountingSession.fill(&nasIPAddress, event.nasIPAddress)
    AccountingSession.fill(&nasPortID, event.nasPortID)
    AccountingSession.fill(&nasPortType, event.nasPortType)
    AccountingSession.fill(&authentic, event.authentic)
    AccountingSession.fill(&calledStation, event.calledStation)
    AccountingSession.fill(&callingStation, event.callingStation)
    AccountingSession.fill(&serviceType, event.serviceType)
    AccountingSession.fill(&framedProtocol, event.framedProtocol)
    AccountingSession.fill(&framedIPv6Address, event.framedIPv6Address)
    AccountingSession.fill(&framedIPv6Prefix, event.framedIPv6Prefix)
    AccountingSession.fill(&framedInterfaceID, event.framedInterfaceID)
    AccountingSession.fill(&delegatedIPv6Prefix, event.delegatedIPv6Prefix)
    AccountingSession.fill(&classText, event.classText)
  }

  private static func fill(_ field: inout String, _ text: String) {
    if !text.isEmpty, field.isEmpty { field = text }
  }
}

extension AccountingEvent {
  /// ``begin``, where it is evidence: an Acct-Session-Time of 0 is what some send always.
  var reckonedBegin: Timestamp? { status == .start || (sessionTime ?? 0) > 0 ? begin : nil }
}
