internal import Histogram

/// How long answers took, for each kind of request, in nanoseconds.
struct LatencyBook {
  private var steps: [Histogram<UInt64>]
  /// Answers in each second since the measuring began.
  private(set) var answersBySecond: [Int] = []
  /// The longest time in which requests were under way and no answer came, in nanoseconds.
  private(set) var longestPause: UInt64 = 0

  init() { steps = SessionStep.allCases.map { _ in LatencyBook.empty } }

  private static var empty: Histogram<UInt64> {
    // To the microsecond, with three figures; an answer that takes more than two minutes counts as two minutes.
    Histogram(lowestDiscernibleValue: 1000, highestTrackableValue: highest, numberOfSignificantValueDigits: .three)
  }

  private static let highest: UInt64 = 120_000_000_000

  mutating func record(_ step: SessionStep, nanoseconds: UInt64, second: Int) {
    steps[Int(step.rawValue)].record(min(nanoseconds, LatencyBook.highest))
    while answersBySecond.count <= second { answersBySecond.append(0) }
    answersBySecond[second] += 1
  }

  mutating func notePause(_ nanoseconds: UInt64) { longestPause = max(longestPause, nanoseconds) }

  /// A line for each kind that was answered, and one for all together where there are several.
  var rows: [LatencyRow] {
    var rows = SessionStep.allCases.compactMap { step -> LatencyRow? in
      let histogram = steps[Int(step.rawValue)]
      return histogram.totalCount > 0 ? LatencyRow(step.title, histogram) : nil
    }
    if rows.count > 1 {
      var all = LatencyBook.empty
      for histogram in steps { all.add(histogram) }
      rows.append(LatencyRow("all", all))
    }
    return rows
  }

  var total: UInt64 { steps.reduce(0) { $0 + $1.totalCount } }
}

extension SessionStep {
  var title: String {
    switch self {
    case .access: "Access-Request"
    case .start: "Start"
    case .interim: "Interim-Update"
    case .stop: "Stop"
    }
  }
}
