import Logging
import NIOCore
import NIOPosix
import Storage
import Synchronization
import Timebase

/// Folds the journal into the derived tables behind the server's back, on a thread of low priority, so that no request waits
/// for it. When that does not keep up with what is committed, a thread of normal priority goes on until all is folded.
final class FoldLoop: Sendable {
  /// Entries to one transaction of the fold when it is behind, about half a second of work.
  private static let urgentStep = 32_768
  /// Entries to one transaction at low priority, which a busy machine makes last.
  private static let step = 4_096
  /// More entries than these are not begun at low priority.
  private static let behind: UInt64 = 32_768
  /// How long the journal gathers before it is folded: a session touches a page of each index, and many entries together
  /// touch each page once. Reports fold first, so that they do not wait for it.
  private static let pause = TimeAmount.seconds(1)
  private static let pauseAfterFailure = TimeAmount.seconds(1)
  /// How long it may fold without an end at low priority, in milliseconds.
  private static let patience: Int64 = 900

  private struct State {
    /// From when a fold is put down for later until it has ended.
    var isScheduled = false
    /// More was committed meanwhile.
    var isAskedAgain = false
    /// The store is moving what was committed into its journal, outside of any fold.
    var isSettling = false
    var isStopped = false
    var failure: (since: Timestamp, problem: String)?
  }

  private let store: any Store
  private let loop: any EventLoop
  private let thread: NIOThreadPool
  private let urgentThread: NIOThreadPool
  private let settlingThread: NIOThreadPool
  private let logger: Logger
  private let state = Mutex(State())

  init(store: any Store, loop: any EventLoop, threads: ServerThreads, logger: Logger) {
    self.store = store
    self.loop = loop
    thread = threads.fold
    urgentThread = threads.urgentFold
    settlingThread = threads.settling
    self.logger = logger
  }

  /// Since when folding has been failing; nil: it works.
  var failure: (since: Timestamp, problem: String)? { state.withLock { $0.failure } }

  /// Something was committed.
  func wake() {
    if store.shouldSettle { settle() }
    schedule(after: FoldLoop.pause)
  }

  func stop() { state.withLock { $0.isStopped = true } }

  private func schedule(after pause: TimeAmount) {
    let isFirst = state.withLock { state in
      guard !state.isScheduled, !state.isStopped else {
        state.isAskedAgain = true
        return false
      }
      state.isScheduled = true
      return true
    }
    guard isFirst else { return }
    loop.scheduleTask(in: pause) { [self] in submit(isUrgent: false) }
  }

  /// Makes room for commits now, since they come faster than they are folded.
  private func settle() {
    let isFirst = state.withLock { state in
      defer { state.isSettling = true }
      return !state.isSettling && !state.isStopped
    }
    guard isFirst else { return }
    settlingThread.submit { [self] poolState in
      defer { state.withLock { $0.isSettling = false } }
      guard case .active = poolState else { return }
      do throws(StoreError) {
        try store.settle()
      } catch {
        // The next fold, which begins with the same, tells of it.
        state.withLock { $0.isAskedAgain = true }
      }
    }
  }

  private func submit(isUrgent: Bool) {
    (isUrgent ? urgentThread : thread).submit { [self] poolState in
      guard case .active = poolState else { return }
      if !isUrgent { ThreadPriority.lower() }
      fold(isUrgent: isUrgent)
    }
  }

  private func fold(isUrgent: Bool) {
    let start = SystemClock.now().moment
    state.withLock { $0.isAskedAgain = false }
    do throws(StoreError) {
      if !isUrgent, try store.position().rawValue > store.cursor().rawValue + FoldLoop.behind {
        submit(isUrgent: true)
        return
      }
      while try store.fold(limit: isUrgent ? FoldLoop.urgentStep : FoldLoop.step) > 0 {
        if state.withLock({ $0.isStopped }) { return }
        if !isUrgent, SystemClock.now().moment > start.advanced(byMilliseconds: FoldLoop.patience) {
          submit(isUrgent: true)
          return
        }
      }
      let isAskedAgain = state.withLock { state in
        state.failure = nil
        state.isScheduled = false
        return state.isAskedAgain
      }
      if isAskedAgain { schedule(after: FoldLoop.pause) }
    } catch {
      if error.kind == .closed { return }
      state.withLock { $0.isScheduled = false }
      let isNew = state.withLock { state in
        defer { if state.failure == nil { state.failure = (SystemClock.now().wall, error.message) } }
        return state.failure == nil
      }
      if isNew { logger.error("store.foldFailed", metadata: ["problem": "\(error.message)"]) }
      schedule(after: FoldLoop.pauseAfterFailure)
    }
  }
}
