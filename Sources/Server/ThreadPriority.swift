import Glibc

/// What a thread's work is worth beside a request.
enum ThreadPriority {
  /// What the kernel calls niceness: a tenth of a normal thread's share where both have work.
  private static let niceness: Int32 = 10

  /// Lowers the priority of the calling thread for good; a thread that did so before stays as it is. For threads that do
  /// nothing that a NAS waits for. Everybody may lower, and where the system refuses the thread runs as it is.
  static func lower() {
    // On Linux, process 0 is the calling thread alone.
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness)
  }
}
