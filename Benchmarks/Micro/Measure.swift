import Glibc

/// Times pieces of work by the processor time that they take, so that what else the machine does counts for little.
enum Measure {
  /// Runs of which the quickest counts.
  private static let runs = 7
  /// How long a run is to take, in nanoseconds.
  private static let runLength = 50_000_000.0

  /// Prints what one call of `work` costs.
  static func report(_ name: String, _ work: () -> Void) {
    var count = 1
    var once = time(count, work)
    while once < runLength / 10 {
      count *= 4
      once = time(count, work)
    }
    count = max(1, Int(Double(count) * runLength / once))
    let best = (0..<runs).map { _ in time(count, work) / Double(count) }.min() ?? 0
    let digits = best < 100 ? "\((best * 10).rounded() / 10)" : "\(Int(best.rounded()))"
    let padding = String(repeating: " ", count: max(1, 64 - name.count - digits.count))
    print(name + padding + digits + " ns")
  }

  private static func time(_ count: Int, _ work: () -> Void) -> Double {
    let start = processorTime
    for _ in 0..<count { work() }
    return processorTime - start
  }

  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}

/// Keeps a result from being optimised away.
@inline(never)
func keep<Value>(_ value: Value) {}
