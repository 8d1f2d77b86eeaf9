import Configuration
import Logging
import NIOCore
import NIOPosix
import Storage
import Synchronization
import Timebase

/// Lets go of what is older than the configuration wants it kept, in small steps with rests between them, on the thread of the
/// fold: so neither a commit nor the fold ever waits for more than one step.
final class RetentionLoop: Sendable {
  /// Between two goings over the store.
  private static let pause = TimeAmount.minutes(10)

  private struct State {
    var pass: RetentionPass?
    var pace = RetentionPace()
    var isStopped = false
  }

  private let store: any RetainingStore
  private let retention: RetentionConfiguration
  private let loop: any EventLoop
  private let thread: NIOThreadPool
  private let logger: Logger
  private let state = Mutex(State())

  init(
    store: any RetainingStore, retention: RetentionConfiguration, loop: any EventLoop, thread: NIOThreadPool,
    logger: Logger
  ) {
    self.store = store
    self.retention = retention
    self.loop = loop
    self.thread = thread
    self.logger = logger
  }

  /// Begins, where anything is to go at all.
  func start() {
    guard retention != RetentionConfiguration() else { return }
    schedule(after: .milliseconds(RetentionPace().rest))
  }

  func stop() { state.withLock { $0.isStopped = true } }

  private func schedule(after pause: TimeAmount) {
    if state.withLock({ $0.isStopped }) { return }
    loop.scheduleTask(in: pause) { [self] in
      thread.submit { [self] poolState in
        guard case .active = poolState, !state.withLock({ $0.isStopped }) else { return }
        ThreadPriority.lower()
        takeStep()
      }
    }
  }

  private func takeStep() {
    var (pass, pace) = state.withLock { ($0.pass ?? RetentionPass(horizon), $0.pace) }
    let begin = SystemClock.now().moment
    do throws(StoreError) {
      try store.retain(&pass, limit: pace.limit)
    } catch {
      if error.kind == .closed { return }
      logger.error("store.retentionFailed", metadata: ["problem": "\(error.message)"])
      state.withLock { $0.pass = nil }
      return schedule(after: RetentionLoop.pause)
    }
    guard pass.isDone else {
      pace.took(begin.milliseconds(to: SystemClock.now().moment))
      state.withLock { ($0.pass, $0.pace) = (pass, pace) }
      return schedule(after: .milliseconds(pace.rest))
    }
    state.withLock { $0.pass = nil }
    if pass.entries + pass.sessions + pass.holdings + pass.authentications > 0 {
      logger.info(
        "store.retained",
        metadata: [
          "entries": "\(pass.entries)", "sessions": "\(pass.sessions)", "holdings": "\(pass.holdings)",
          "authentications": "\(pass.authentications)",
        ])
    }
    schedule(after: RetentionLoop.pause)
  }

  private var horizon: RetentionHorizon {
    let now = SystemClock.now().wall
    func before(_ age: Int64?) -> Timestamp? { age.map { now.advanced(byMilliseconds: -$0) } }
    return RetentionHorizon(
      records: before(retention.records), sessions: before(retention.sessions), ledger: before(retention.ledger),
      authentications: before(retention.authentications))
  }
}
