import AccountingLog
import LogFiles
import Logging
import NIOCore
import NIOPosix
import Storage
import Synchronization
import Timebase

/// Writes one log of accounting records behind the server's back, on a thread that may wait for its disk.
///
/// `@unchecked Sendable`: the writer is touched on `thread` only, which is one; the rest is behind a mutex.
final class LogLoop: @unchecked Sendable {
  /// Journal entries to one step.
  private static let step = 2048
  /// How long records gather: a step syncs each file it writes to.
  private static let pause = TimeAmount.seconds(1)
  private static let pauseAfterFailure = TimeAmount.seconds(5)
  /// How often files are looked through for what is to be compressed or removed.
  private static let maintenance = TimeAmount.minutes(1)
  /// How long a stopping server goes on writing what is left; the next start goes on there. Milliseconds.
  private static let finishMax: Int64 = 5_000

  private struct State {
    var isScheduled = false
    var isStopped = false
    var failure: (since: Timestamp, problem: String)?
  }

  let name: String
  private let writer: LogWriter
  private let loop: any EventLoop
  private let thread: NIOThreadPool
  private let logger: Logger
  private let state = Mutex(State())
  private var reportedCut: Int64 = 0

  init(writer: LogWriter, loop: any EventLoop, thread: NIOThreadPool, logger: Logger) {
    name = writer.definition.name
    self.writer = writer
    self.loop = loop
    self.thread = thread
    self.logger = logger
  }

  /// Since when writing has been failing; nil: it works.
  var failure: (since: Timestamp, problem: String)? { state.withLock { $0.failure } }

  func start() {
    wake()
    scheduleMaintenance(after: LogLoop.maintenance)
  }

  /// Something was committed.
  func wake() { schedule(after: LogLoop.pause) }

  /// Writes what is left, for a while, and ends.
  func finish() async {
    state.withLock { $0.isStopped = true }
    let end = SystemClock.now().moment.advanced(byMilliseconds: LogLoop.finishMax)
    // What fails here is written by the next server; why it fails was logged before.
    try? await thread.runIfActive { [self] in
      while SystemClock.now().moment < end, try writer.step(limit: LogLoop.step) > 0 {}
    }
  }

  private func schedule(after pause: TimeAmount) {
    let isFirst = state.withLock { state in
      guard !state.isScheduled, !state.isStopped else { return false }
      state.isScheduled = true
      return true
    }
    guard isFirst else { return }
    onThread(after: pause) { [self] in
      state.withLock { $0.isScheduled = false }
      write()
    }
  }

  private func scheduleMaintenance(after pause: TimeAmount) {
    onThread(after: pause) { [self] in
      if state.withLock({ $0.isStopped }) { return }
      do throws(LogFailure) {
        let hasMore = try writer.maintain(now: SystemClock.now().wall)
        scheduleMaintenance(after: hasMore ? .seconds(1) : LogLoop.maintenance)
      } catch {
        fail(error)
        scheduleMaintenance(after: LogLoop.maintenance)
      }
    }
  }

  private func onThread(after pause: TimeAmount, _ body: @escaping @Sendable () -> Void) {
    loop.scheduleTask(in: pause) { [thread] in
      thread.submit { poolState in
        guard case .active = poolState else { return }
        ThreadPriority.lower()
        body()
      }
    }
  }

  private func write() {
    do throws(LogFailure) {
      while try writer.step(limit: LogLoop.step) > 0 {
        if state.withLock({ $0.isStopped }) { return }
      }
      reportCut()
      recover()
    } catch {
      fail(error)
      schedule(after: LogLoop.pauseAfterFailure)
    }
  }

  /// What a process before this one, or a failed step, had written and not accounted for.
  private func reportCut() {
    guard writer.cutOctets > reportedCut else { return }
    logger.notice(
      "records.repaired", metadata: ["log": "\(name)", "octets": "\(writer.cutOctets - reportedCut)"])
    reportedCut = writer.cutOctets
  }

  private func recover() {
    let failure = state.withLock { state in
      defer { state.failure = nil }
      return state.failure
    }
    guard let failure else { return }
    logger.notice("records.recovered", metadata: ["log": "\(name)", "failingSince": "\(failure.since.rfc3339)"])
  }

  private func fail(_ error: LogFailure) {
    let isNew = state.withLock { state in
      if state.isStopped { return false }
      defer { if state.failure == nil { state.failure = (SystemClock.now().wall, error.message) } }
      return state.failure == nil
    }
    if isNew { logger.error("records.logFailed", metadata: ["log": "\(name)", "problem": "\(error.message)"]) }
  }
}
