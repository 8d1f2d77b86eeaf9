import Glibc
import NIOPosix

/// The threads beside the event loop, each for work that waits: for the disk, or for a slow hash.
struct ServerThreads: Sendable {
  /// Commits; one thread, so that batches keep their order.
  let commit: NIOThreadPool
  /// Folds the journal; one thread.
  let fold: NIOThreadPool
  /// Writes the logs of accounting records; one thread.
  let logs: NIOThreadPool
  /// Reads the store for reports.
  let reports: NIOThreadPool
  /// Checks passwords under slow hashes.
  let passwords: NIOThreadPool

  static func start() -> ServerThreads {
    let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let threads = ServerThreads(
      commit: NIOThreadPool(numberOfThreads: 1), fold: NIOThreadPool(numberOfThreads: 1),
      logs: NIOThreadPool(numberOfThreads: 1), reports: NIOThreadPool(numberOfThreads: 2),
      passwords: NIOThreadPool(numberOfThreads: cores))
    for pool in threads.all { pool.start() }
    return threads
  }

  /// Lets what is under way finish.
  func stop() async {
    for pool in all { try? await pool.shutdownGracefully() }
  }

  private var all: [NIOThreadPool] { [commit, fold, logs, reports, passwords] }
}
