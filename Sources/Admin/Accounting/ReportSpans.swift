package import Timebase

/// The spans of time that a report counts in: from each edge to the next.
package struct ReportSpans: Equatable, Sendable {
  /// At least two, each on a quarter of an hour.
  package let edges: [Timestamp]
  package let names: [String]

  /// Spans that a report has at most: ten years of hours.
  static let countMax = 90_000

  /// One span, or those of the grouping's unit as the zone's clocks show them. The first and the last may be cut short.
  package init(_ request: UsageRequest) {
    let from = ReportSpans.quarter(request.from, up: false)
    let to = max(ReportSpans.quarter(request.to, up: true), from.advanced(byMilliseconds: 900_000))
    var edges = [from]
    var names: [String] = []
    guard request.by.isTime else {
      self.edges = [from, to]
      self.names = [""]
      return
    }
    let tellsOffset = request.by == .hour && request.zone.changes.contains { $0.at > from && $0.at < to }
    while let last = edges.last, last < to, names.count < ReportSpans.countMax {
      let civil = request.zone.civil(last)
      names.append(ReportSpans.name(civil, request.by, offset: tellsOffset ? request.zone.offset(at: last) : nil))
      let next = ReportSpans.quarter(ReportSpans.next(last, civil, request), up: false)
      edges.append(min(to, max(next, last.advanced(byMilliseconds: 900_000))))
    }
    self.edges = edges
    self.names = names
  }

  /// The number of the span that `time` lies in; nil: none. `hint` is where to look first.
  func index(of time: Timestamp, hint: Int = 0) -> Int? {
    guard let last = edges.last, time >= edges[0], time < last else { return nil }
    var (low, high) = edges[hint] <= time ? (hint, edges.count - 1) : (0, edges.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if edges[middle] <= time { low = middle } else { high = middle }
    }
    return low
  }

  private static func next(_ time: Timestamp, _ civil: CivilTime, _ request: UsageRequest) -> Timestamp {
    switch request.by {
    case .hour:
      // An hour is as long as it is: where the clocks go back, one comes twice.
      return time.advanced(byMilliseconds: 3_600_000 - Int64(civil.minute * 60 + civil.second) * 1000)
    case .month:
      let isLast = civil.month == 12
      return request.zone.instant(
        CivilTime(year: civil.year + (isLast ? 1 : 0), month: isLast ? 1 : civil.month + 1, day: 1))
    default:
      let midnight = CivilTime(year: civil.year, month: civil.month, day: civil.day).timestamp
      return request.zone.instant(CivilTime(midnight.advanced(byMilliseconds: 86_400_000)))
    }
  }

  private static func name(_ civil: CivilTime, _ grouping: UsageGrouping, offset: Int?) -> String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    let month = "\(civil.year)-\(two(civil.month))"
    switch grouping {
    case .month: return month
    case .hour:
      let text = "\(month)-\(two(civil.day)) \(two(civil.hour)):\(two(civil.minute))"
      guard let offset else { return text }
      let minutes = abs(offset) / 60
      return text + (offset < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
    default: return "\(month)-\(two(civil.day))"
    }
  }

  private static func quarter(_ time: Timestamp, up: Bool) -> Timestamp {
    let rest = ((time.milliseconds % 900_000) + 900_000) % 900_000
    if rest == 0 { return time }
    return time.advanced(byMilliseconds: up ? 900_000 - rest : -rest)
  }
}
