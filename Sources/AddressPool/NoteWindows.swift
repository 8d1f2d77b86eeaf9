import DequeModule
import Timebase

/// What is thinned together in the ledger: the entries of one cause that change nothing of one lease.
package struct NoteKey: Hashable, Sendable {
  var lease: LeaseID
  var cause: LeaseCause
}

/// Thins the ledger's entries that change nothing: a session that goes on sending on another's address would fill the
/// disk with them. The first is written at once; what follows within ``span`` is counted, and written as one entry.
///
/// What is counted and not written yet is lost with the process. The records of the packets have it all the same.
struct NoteWindows {
  struct Window {
    var slot: Int32
    var until: Moment
    /// Packets that no entry tells of yet, and the last of them.
    var waiting: UInt32 = 0
    var note: String
    var match: MatchRule?
    /// Entries that were written.
    var entries = 1
  }

  /// In milliseconds.
  static let span: Int64 = 600_000
  /// Windows that are open at once; beyond, the oldest is closed early.
  static let openMax = 65_536

  private var windows: [NoteKey: Window] = [:]
  /// All windows are of one length, so that they close in the order in which they opened.
  private var order = Deque<(until: Moment, key: NoteKey)>()
  /// Counted by the step under way.
  var counted: NoteKey?

  var isEmpty: Bool { windows.isEmpty }

  /// When the next window closes. It may be gone by then.
  var next: Moment? { order.first?.until }

  var isFull: Bool { windows.count >= NoteWindows.openMax }

  func window(_ key: NoteKey) -> Window? { windows[key] }

  /// Counts a packet, where a window is open. Returns whether it did.
  mutating func count(_ key: NoteKey, slot: Int32, note: String, match: MatchRule?, now: Now) -> Bool {
    guard var window = windows[key], now.moment < window.until, window.slot == slot else { return false }
    window.waiting = window.waiting == .max ? .max : window.waiting + 1
    (window.note, window.match) = (note, match)
    windows[key] = window
    counted = key
    return true
  }

  /// Takes back what was counted, as it could not be recorded.
  mutating func uncount(_ key: NoteKey) {
    guard let waiting = windows[key]?.waiting, waiting > 0 else { return }
    windows[key]?.waiting = waiting - 1
  }

  mutating func open(_ key: NoteKey, slot: Int32, note: String, match: MatchRule?, entries: Int = 1, now: Now) {
    let until = now.moment.advanced(byMilliseconds: NoteWindows.span)
    windows[key] = Window(slot: slot, until: until, note: note, match: match, entries: entries)
    order.append((until, key))
  }

  mutating func close(_ key: NoteKey) -> Window? { windows.removeValue(forKey: key) }

  /// The next window that closes by then, the oldest one where there are too many.
  mutating func takeDue(_ moment: Moment) -> (NoteKey, Window)? {
    while let first = order.first, first.until <= moment || isFull {
      order.removeFirst()
      if let window = windows[first.key], window.until == first.until {
        windows[first.key] = nil
        return (first.key, window)
      }
    }
    return nil
  }

  /// An entry could not be written: what it told of waits again, but for the first, whose packet comes again.
  mutating func unwrite(_ key: NoteKey, count: UInt32) {
    guard var window = windows[key] else { return }
    window.entries -= 1
    guard window.entries > 0 else {
      windows[key] = nil
      return
    }
    window.waiting = window.waiting > .max - count ? .max : window.waiting + count
    windows[key] = window
  }
}
