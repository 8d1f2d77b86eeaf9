import Foundation

/// Work on a thread of its own, and what came of it. The semaphore orders the write of `result` before its read.
package final class Background<Output: Sendable>: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private var result: Result<Output, any Error>?

  package init(_ work: @escaping @Sendable () throws -> Output) {
    let thread = Thread { [self] in
      result = Result { try work() }
      done.signal()
    }
    thread.stackSize = 4 << 20
    thread.start()
  }

  /// Waits for the work to end. To be called once.
  package func value() throws -> Output {
    done.wait()
    guard let result else { throw HarnessError("the work has left no result") }
    return try result.get()
  }
}

extension Background where Output == Never {
  /// Yields the processor between two looks at something that has no way to tell.
  package static func pause(milliseconds: UInt32) { usleep(milliseconds * 1_000) }
}
