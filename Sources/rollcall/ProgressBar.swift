#if canImport(Glibc)
  import Glibc
#endif

/// A bar on standard error, where that is a terminal.
struct ProgressBar {
  private static let width = 40
  private let total: Int
  private var done = 0
  private let isShown = isatty(STDERR_FILENO) == 1

  init(total: Int) { self.total = total }

  mutating func advance(by count: Int) {
    done += count
    guard isShown else { return }
    let filled = min(ProgressBar.width, ProgressBar.width * done / max(1, total))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: ProgressBar.width - filled)
    Terminal.prompt("\r[\(bar)] \(done) of \(total)")
  }

  func finish() { if isShown { Terminal.prompt("\r\u{1b}[K") } }
}
