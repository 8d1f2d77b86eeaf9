import Console
import LoadGenerator

#if canImport(Glibc)
  import Glibc
#endif

/// How a load goes, on one line of standard error, where that is a terminal.
struct LoadProgressLine {
  private static let width = 30
  private let isShown = isatty(STDERR_FILENO) == 1

  mutating func show(_ progress: LoadProgress) {
    guard isShown else { return }
    let filled = Int(Double(LoadProgressLine.width) * progress.share)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: LoadProgressLine.width - filled)
    let rate = Quantity.grouped(Int(progress.answersPerSecond))
    let sessions = progress.sessions > progress.underWay ? ", \(Quantity.grouped(progress.sessions)) sessions" : ""
    Terminal.prompt("\r[\(bar)] \(Int(progress.elapsed)) s  \(rate) answers/s\(sessions)\u{1b}[K")
  }

  func clear() { if isShown { Terminal.prompt("\r\u{1b}[K") } }
}
