import AddressPool
import Dispatch
import Storage
import Synchronization

/// Makes leases of rows on a thread of its own, while the thread that reads the rows goes on: a start with a million leases
/// has both of its processors at work. Where the one that reads is ahead, it makes leases itself.
final class LeaseDecoding: Sendable {
  private enum Portion: Sendable {
    case bodies(LeaseBodies)
    case leases(LeaseList)
  }

  /// Portions that may wait. With so many waiting, the reading thread decodes the next one, which the other has then only
  /// to append.
  private static let waitingMax = 3

  private struct State {
    var waiting: [Portion] = []
    /// Portions that were decoded, to be filled anew.
    var spare: [LeaseBodies] = []
    var leases: LeaseList = []
    var failure: JournalDecodingError?
  }

  private let state = Mutex(State())
  private let filled = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// `count`: about how many leases there will be.
  init(count: Int) {
    DispatchQueue(label: "leases").async { [self] in run(count: count) }
  }

  /// Hands rows over, and leaves `bodies` empty. `recent`: the reading thread's own.
  func hand(_ bodies: inout LeaseBodies, _ recent: inout RecentTexts) throws(JournalDecodingError) {
    let isAhead = state.withLock { $0.waiting.count >= LeaseDecoding.waitingMax }
    if isAhead {
      var decoded = LeaseList()
      decoded.reserve(bodies.count)
      try bodies.decode(into: &decoded, &recent)
      bodies.removeAll()
      state.withLock { $0.waiting.append(.leases(decoded)) }
    } else {
      state.withLock { state in
        var next = state.spare.popLast() ?? LeaseBodies()
        swap(&next, &bodies)
        state.waiting.append(.bodies(next))
      }
    }
    filled.signal()
  }

  /// Waits until all that was handed over is decoded. To be called once, whatever happened, or the thread never ends.
  func end() throws(JournalDecodingError) -> LeaseList {
    filled.signal()
    ended.wait()
    var leases: LeaseList = []
    let failure = state.withLock { state in
      swap(&state.leases, &leases)
      return state.failure
    }
    if let failure { throw failure }
    return leases
  }

  private func run(count: Int) {
    var leases = LeaseList()
    leases.reserve(count)
    var recent = RecentTexts()
    var failure: JournalDecodingError?
    while true {
      filled.wait()
      guard let portion = state.withLock({ $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }) else { break }
      switch consume portion {
      case .bodies(var bodies):
        // After a failure what still comes is let go of.
        if failure == nil {
          do throws(JournalDecodingError) { try bodies.decode(into: &leases, &recent) } catch { failure = error }
        }
        bodies.removeAll()
        state.withLock { $0.spare.append(bodies) }
      case .leases(let decoded):
        leases.append(contentsOf: decoded)
      }
    }
    // Swapped, so that no second reference is left here that would make a copy of the whole list.
    state.withLock { state in
      swap(&state.leases, &leases)
      state.failure = failure
    }
    ended.signal()
  }
}
