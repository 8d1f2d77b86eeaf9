import Logging
import NIOCore
import NIOPosix
import Storage
import Synchronization
import Timebase

/// Folds the journal into the derived tables behind the server's back, on a thread of its own.
final class FoldLoop: Sendable {
  /// Entries to one transaction of the fold, about half a second of work.
  private static let step = 32_768
  /// How long the journal gathers before it is folded: a session touches a page of each index, and many entries together
  /// touch each page once. Reports fold first, so that they do not wait for it.
  private static let pause = TimeAmount.seconds(1)
  private static let pauseAfterFailure = TimeAmount.seconds(1)

  private struct State {
    var isScheduled = false
    var isStopped = false
    var failure: (since: Timestamp, problem: String)?
  }

  private let store: any Store
  private let loop: any EventLoop
  private let thread: NIOThreadPool
  private let logger: Logger
  private let state = Mutex(State())

  init(store: any Store, loop: any EventLoop, thread: NIOThreadPool, logger: Logger) {
    self.store = store
    self.loop = loop
    self.thread = thread
    self.logger = logger
  }

  /// Since when folding has been failing; nil: it works.
  var failure: (since: Timestamp, problem: String)? { state.withLock { $0.failure } }

  /// Something was committed.
  func wake() { schedule(after: FoldLoop.pause) }

  func stop() { state.withLock { $0.isStopped = true } }

  private func schedule(after pause: TimeAmount) {
    let isFirst = state.withLock { state in
      guard !state.isScheduled, !state.isStopped else { return false }
      state.isScheduled = true
      return true
    }
    guard isFirst else { return }
    loop.scheduleTask(in: pause) { [self] in
      thread.submit { [self] poolState in
        guard case .active = poolState else { return }
        fold()
      }
    }
  }

  private func fold() {
    state.withLock { $0.isScheduled = false }
    do throws(StoreError) {
      while try store.fold(limit: FoldLoop.step) > 0 {
        if state.withLock({ $0.isStopped }) { return }
      }
      state.withLock { $0.failure = nil }
    } catch {
      if error.kind == .closed { return }
      let isNew = state.withLock { state in
        defer { if state.failure == nil { state.failure = (SystemClock.now().wall, error.message) } }
        return state.failure == nil
      }
      if isNew { logger.error("store.foldFailed", metadata: ["problem": "\(error.message)"]) }
      schedule(after: FoldLoop.pauseAfterFailure)
    }
  }
}
