import Datagrams
import NIOPosix
import Storage
import Synchronization

/// The one thread that the engine lives on: it waits for datagrams, for what is due, and for what other threads want
/// done.
final class DataLoop: Sendable {
  private struct State {
    var tasks: [@Sendable () -> Void] = []
    var isStopped = false
  }

  let poll: DatagramPoll
  private let state = Mutex(State())
  private let thread = NIOThreadPool(numberOfThreads: 1)

  static let stopped = StoreError(.closed, "the server is stopping")

  init() throws(DatagramError) { poll = try DatagramPoll() }

  /// Calls `turn` over and over, until it returns false. It waits by itself.
  func start(_ turn: @escaping @Sendable () -> Bool) {
    thread.start()
    thread.submit { _ in
      while turn() {}
    }
  }

  /// Lets the thread end: the turn that is under way is its last. What is submitted from now on fails.
  func stop() async throws {
    state.withLock { $0.isStopped = true }
    poll.wake()
    try await thread.shutdownGracefully()
    // Whoever waits for these must not wait for ever; the thread, which alone touched what they touch, is gone.
    runTasks()
  }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Runs `body` on the loop, soon. From any thread. False: the loop has ended, and it is not run.
  @discardableResult
  func execute(_ body: @escaping @Sendable () -> Void) -> Bool {
    let (isTaken, isFirst) = state.withLock { state in
      guard !state.isStopped else { return (false, false) }
      state.tasks.append(body)
      return (true, state.tasks.count == 1)
    }
    // Whoever came first has woken the loop, and it takes all that is there.
    if isFirst { poll.wake() }
    return isTaken
  }

  /// Runs `body` on the loop and returns what it returns.
  func submit<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let isTaken = execute { continuation.resume(with: Result(catching: body)) }
      if !isTaken { continuation.resume(throwing: DataLoop.stopped) }
    }
  }

  /// On the loop: does what other threads wanted done.
  func runTasks() {
    let tasks = state.withLock { state in
      defer { state.tasks = [] }
      return state.tasks
    }
    for task in tasks { task() }
  }
}
