import Timebase

/// Entries in the ledger that change no state, thinned (``NoteWindows``).
extension LeaseTable {
  /// Writes an entry that changes nothing, or counts it to the next one.
  mutating func note(
    _ cause: LeaseCause, slot index: Int32, _ event: SessionEvent, match: MatchRule?, now: Now
  ) {
    let key = NoteKey(lease: slots[Int(index)].lease.id, cause: cause)
    guard !notes.count(key, slot: index, note: event.note, match: match, now: now) else { return }
    closeNotes(now: now, limit: 1)
    let waiting = notes.close(key)?.waiting ?? 0
    writeNote(cause, slot: index, note: event.note, match: match, count: waiting + 1, now: now)
    notes.open(key, slot: index, note: event.note, match: match, now: now)
    noteNextSweep()
  }

  /// Hands over what the last step counted and did not write; see ``uncountNote(_:)``.
  package mutating func takeCountedNote() -> NoteKey? {
    guard notes.counted != nil else { return nil }
    defer { notes.counted = nil }
    return notes.counted
  }

  /// Takes back what was counted, as its packet could not be recorded.
  package mutating func uncountNote(_ key: NoteKey) {
    notes.uncount(key)
    noteNextSweep()
  }

  /// Writes what waits in windows that are over, at most `limit` of them. Where there was more, a new window begins.
  /// Returns how many windows were over.
  @discardableResult
  mutating func closeNotes(now: Now, limit: Int) -> Int {
    var closed = 0
    while closed < limit, let (key, window) = notes.takeDue(now.moment) {
      closed += 1
      guard window.waiting > 0, slots[Int(window.slot)].lease.id == key.lease else { continue }
      writeNote(
        key.cause, slot: window.slot, note: window.note, match: window.match, count: window.waiting, now: now)
      notes.open(
        key, slot: window.slot, note: window.note, match: window.match, entries: window.entries + 1, now: now)
    }
    noteNextSweep()
    return closed
  }

  /// The address goes to another holding: what waits of this one is written before.
  mutating func closeNotes(slot index: Int32, now: Now) {
    guard !notes.isEmpty else { return }
    for cause in LeaseCause.thinned {
      let key = NoteKey(lease: slots[Int(index)].lease.id, cause: cause)
      guard let window = notes.window(key), window.slot == index, window.waiting > 0 else { continue }
      _ = notes.close(key)
      writeNote(cause, slot: index, note: window.note, match: window.match, count: window.waiting, now: now)
    }
    noteNextSweep()
  }

  private mutating func writeNote(
    _ cause: LeaseCause, slot index: Int32, note: String, match: MatchRule?, count: UInt32, now: Now
  ) {
    let slot = slots[Int(index)]
    apply(
      slot.lease, slot: index, deadline: slot.deadline, sessionDeadline: slot.sessionDeadline, cause: cause,
      match: match, note: note, count: count, now: now)
  }
}
