internal import Histogram

/// How long the answers to one kind of request took.
package struct LatencyRow: Sendable, Encodable {
  /// A point of the distribution, for the chart.
  package struct Point: Sendable, Encodable {
    /// The share of answers, in percent, that took at most so long.
    package var percentile: Double
    package var milliseconds: Double
  }

  package var kind: String
  package var answers: Int
  package var mean: Double
  package var p50: Double
  package var p90: Double
  package var p99: Double
  package var p999: Double
  package var max: Double
  package var distribution: [Point]

  init(_ kind: String, _ histogram: Histogram<UInt64>) {
    func milliseconds(_ percentile: Double) -> Double {
      Double(histogram.valueAtPercentile(percentile)) / Double(MonotonicClock.perMillisecond)
    }
    self.kind = kind
    answers = Int(histogram.totalCount)
    mean = histogram.mean / Double(MonotonicClock.perMillisecond)
    p50 = milliseconds(50)
    p90 = milliseconds(90)
    p99 = milliseconds(99)
    p999 = milliseconds(99.9)
    max = milliseconds(100)
    distribution = LatencyRow.percentiles(of: histogram.totalCount).map {
      Point(percentile: $0, milliseconds: milliseconds($0))
    }
  }

  /// As many nines as the count of answers bears, ten points to each.
  private static func percentiles(of count: UInt64) -> [Double] {
    var percentiles: [Double] = []
    var tail = 1.0
    while tail > 1 / Double(Swift.max(count, 1)), percentiles.count < 80 {
      for step in 0..<10 { percentiles.append(100 * (1 - tail * (1 - 0.09 * Double(step)))) }
      tail /= 10
    }
    return percentiles + [100]
  }
}
