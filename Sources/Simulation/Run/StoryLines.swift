import Synchronization

/// Keeps the lines of a trace that concern an address, and the server's and the world's own; the newest of them.
final class StoryLines: Sendable {
  private static let linesMax = 60
  private let address: String?
  private let lines = Mutex<[String]>([])

  init(address: String?) { self.address = address }

  func take(_ line: String) {
    guard isTold(line) else { return }
    lines.withLock {
      $0.append(line)
      if $0.count > StoryLines.linesMax { $0.removeFirst() }
    }
  }

  var kept: [String] { lines.withLock { $0 } }

  private func isTold(_ line: String) -> Bool {
    guard let address else { return true }
    let words = line.split(separator: " ").dropFirst()
    if words.contains(where: { $0 == address || $0.dropLast() == address && !($0.last?.isNumber ?? true) }) {
      return true
    }
    let rest = words.joined(separator: " ")
    if rest.hasPrefix("VIOLATION") || rest.hasPrefix("operator takes") || rest.hasPrefix("the faults") { return true }
    let isOfServer = [" dies", " starts,", "'s wall clock", "'s disk", "'s commit"]
    return rest.hasPrefix("server") && isOfServer.contains { rest.contains($0) }
  }
}
