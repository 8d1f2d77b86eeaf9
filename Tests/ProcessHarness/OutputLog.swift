package import Foundation

/// The lines that a process has written, kept while it runs. `condition` guards `lines` and `isClosed`.
package final class OutputLog: @unchecked Sendable {
  private let condition = NSCondition()
  private var lines: [String] = []
  private var isClosed = false

  package init() {}

  /// Reads `handle` to its end on a thread of its own.
  package func follow(_ handle: FileHandle) {
    let thread = Thread { [self] in
      var rest: [UInt8] = []
      while true {
        let data = handle.availableData
        if data.isEmpty { break }
        rest.append(contentsOf: data)
        var complete: [String] = []
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
          complete.append(String(decoding: rest[..<end], as: UTF8.self))
          rest.removeFirst(end + 1)
        }
        add(complete)
      }
      if !rest.isEmpty { add([String(decoding: rest, as: UTF8.self)]) }
      condition.withLock {
        isClosed = true
        condition.broadcast()
      }
    }
    thread.start()
  }

  private func add(_ new: [String]) {
    condition.withLock {
      lines += new
      condition.broadcast()
    }
  }

  package var text: String { condition.withLock { lines.joined(separator: "\n") } }
  package var count: Int { condition.withLock { lines.count } }

  /// The first line after `start` that holds `words`. Nil once the output is closed or `seconds` have passed.
  package func wait(for words: String, after start: Int = 0, seconds: Double) -> String? {
    let deadline = Date(timeIntervalSinceNow: seconds)
    return condition.withLock {
      while true {
        if let line = lines.dropFirst(start).first(where: { $0.contains(words) }) { return line }
        if isClosed || !condition.wait(until: deadline) {
          return lines.dropFirst(start).first { $0.contains(words) }
        }
      }
    }
  }

  /// Waits until the output has ended.
  package func waitForEnd(seconds: Double) {
    let deadline = Date(timeIntervalSinceNow: seconds)
    condition.withLock {
      while !isClosed, condition.wait(until: deadline) {}
    }
  }
}
