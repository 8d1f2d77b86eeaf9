internal import Accounting
internal import Storage
internal import Timebase

/// Users: how many there were, and what each of them did. The latter comes out of the rollups by day where whole days (UTC)
/// are asked about, and out of the sessions at the edges.
extension UsageAnalysis {
  /// A part of a span: whole days, or not.
  private struct Part {
    var span: Int
    var from: Timestamp
    var to: Timestamp
    var isDays: Bool
  }

  private var parts: [Part] {
    let day: Int64 = 86_400_000
    var parts: [Part] = []
    for span in 0..<(spans.edges.count - 1) {
      let (from, to) = (spans.edges[span], spans.edges[span + 1])
      let firstMidnight = Timestamp(milliseconds: (from.milliseconds + day - 1) / day * day)
      let lastMidnight = Timestamp(milliseconds: to.milliseconds / day * day)
      guard firstMidnight < lastMidnight else {
        parts.append(Part(span: span, from: from, to: to, isDays: false))
        continue
      }
      if from < firstMidnight { parts.append(Part(span: span, from: from, to: firstMidnight, isDays: false)) }
      parts.append(Part(span: span, from: firstMidnight, to: lastMidnight, isDays: true))
      if lastMidnight < to { parts.append(Part(span: span, from: lastMidnight, to: to, isDays: false)) }
    }
    return parts
  }

  private func eachStart(of part: Part, _ body: (SessionStart) -> Void) throws(StoreError) {
    try store.eachSessionStart(from: part.from, to: part.to) { start in
      guard request.nas == nil || request.nas == start.nas, request.pool == nil || request.pool == start.pool
      else { return }
      body(start)
    }
  }

  private func days(of part: Part) throws(StoreError) -> [Rollup] {
    var query = query(.userday, keepsTime: false)
    (query.from, query.to, query.keepsName) = (part.from, part.to, true)
    return try store.rollups(query)
  }

  /// How many users' sessions began, by group and in all.
  func distinctUsers() throws(StoreError) -> (counts: [Group: Int], all: Int) {
    var counts: [Group: Int] = [:]
    /// Those of the span at hand: slots come in the order of times.
    var users: [String: NumberSet] = [:]
    var all = NumberSet()
    var current = 0
    func finish() {
      for (name, numbers) in users { counts[Group(span: current, name: name)] = numbers.count }
      users.removeAll(keepingCapacity: true)
    }
    try store.eachUserSlot(from: from, to: to, nas: request.nas, pool: request.pool) { slot in
      guard let span = spans.index(of: slot.time, hint: current) else { return }
      if span != current {
        finish()
        current = span
      }
      let name = request.by == .nas ? slot.nas : request.by == .pool ? slot.pool : ""
      users[name, default: NumberSet()].insert(slot.users)
      all.insert(slot.users)
    }
    finish()
    return (counts, all.count)
  }

  /// Each user's sessions that began in the report's span, as wholes.
  func users() throws(StoreError) -> [UsageRow] {
    var sums: [String: SIMD4<Int64>] = [:]
    for part in parts {
      if part.isDays {
        for rollup in try days(of: part) {
          sums[rollup.key.name, default: SIMD4(repeating: 0)] &+= rollup.counts.lowHalf.lowHalf
        }
      } else {
        try eachStart(of: part) { start in
          sums[start.user, default: SIMD4(repeating: 0)] &+= SIMD4(
            1, start.seconds, start.inputOctets, start.outputOctets)
        }
      }
    }
    return sums.map { user, sum in
      var row = UsageRow(name: user)
      (row.sessions, row.seconds, row.inputOctets, row.outputOctets) = (sum[0], sum[1], sum[2], sum[3])
      row.meanSeconds = sum[0] > 0 ? Double(sum[1]) / Double(sum[0]) : nil
      return row
    }
  }
}
