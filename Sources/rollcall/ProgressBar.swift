#if canImport(Glibc)
  import Glibc
#endif

/// A bar on standard error, where that is a terminal.
struct ProgressBar {
  private static let width = 40
  private let total: Int
  /// What is going on; with it the bar shows a percentage.
  private let title: String?
  private var shown = -1
  private var done = 0
  private let isShown = isatty(STDERR_FILENO) == 1

  init(total: Int, title: String? = nil) {
    self.total = total
    self.title = title
  }

  mutating func advance(by count: Int) {
    done += count
    guard isShown else { return }
    if let title, total <= 0 {
      // How much there is to do is not known: that something is done is.
      if done / 100_000 != shown { Terminal.prompt("\r\(title): \(done)") }
      return shown = done / 100_000
    }
    // As often as there is something new to see.
    let step = 100 * done / max(1, total)
    if title != nil, step == shown { return }
    shown = step
    let filled = min(ProgressBar.width, ProgressBar.width * done / max(1, total))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: ProgressBar.width - filled)
    Terminal.prompt(title.map { "\r[\(bar)] \(step) % \($0)" } ?? "\r[\(bar)] \(done) of \(total)")
  }

  func finish() { if isShown { Terminal.prompt("\r\u{1b}[K") } }
}
