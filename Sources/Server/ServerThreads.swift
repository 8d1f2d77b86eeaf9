import Glibc
import NIOPosix

/// The threads beside the event loop, each for work that waits: for the disk, or for a slow hash.
///
/// Whatever no NAS waits for begins with ``ThreadPriority/lower()``: on a machine with few cores the kernel would
/// otherwise let the fold finish its slice of some milliseconds while a request stands by.
struct ServerThreads: Sendable {
  /// Commits; one thread, so that batches keep their order.
  let commit: NIOThreadPool
  /// Folds the journal while it keeps up; one thread, of low priority.
  let fold: NIOThreadPool
  /// Folds the journal when the fold is behind; one thread.
  let urgentFold: NIOThreadPool
  /// Moves commits into the journal when they come faster than they are folded; one thread.
  let settling: NIOThreadPool
  /// Writes the logs of accounting records; one thread, of low priority.
  let logs: NIOThreadPool
  /// Reads the store for reports, at low priority.
  let reports: NIOThreadPool
  /// Checks passwords under slow hashes.
  let passwords: NIOThreadPool

  static func start() -> ServerThreads {
    let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let threads = ServerThreads(
      commit: NIOThreadPool(numberOfThreads: 1), fold: NIOThreadPool(numberOfThreads: 1),
      urgentFold: NIOThreadPool(numberOfThreads: 1), settling: NIOThreadPool(numberOfThreads: 1),
      logs: NIOThreadPool(numberOfThreads: 1),
      reports: NIOThreadPool(numberOfThreads: 2), passwords: NIOThreadPool(numberOfThreads: cores))
    for pool in threads.all { pool.start() }
    return threads
  }

  /// Lets what is under way finish.
  func stop() async {
    for pool in all { try? await pool.shutdownGracefully() }
  }

  private var all: [NIOThreadPool] { [commit, fold, urgentFold, settling, logs, reports, passwords] }
}
