internal import Accounting
package import Storage
internal import Timebase

/// Adds up rollups to what people ask for.
package struct UsageAnalysis {
  let request: UsageRequest
  let spans: ReportSpans
  let store: any Store

  package init(_ request: UsageRequest, store: any Store) {
    self.request = request
    self.store = store
    spans = ReportSpans(request)
  }

  var from: Timestamp { spans.edges[0] }
  var to: Timestamp { spans.edges[spans.edges.count - 1] }

  /// A row of the report while it is made.
  struct Group: Hashable {
    var span = 0
    /// The NAS or the pool; else empty.
    var name = ""
  }

  package func report() throws(StoreError) -> UsageReport {
    var rows: [UsageRow]
    var total = UsageRow(name: "total")
    switch request.by {
    case .hour, .day, .month:
      let found = try figures()
      rows = spans.names.enumerated().map { index, name in
        var row = found.rows[Group(span: index)] ?? UsageRow(name: "")
        (row.name, row.from) = (name, spans.edges[index])
        return UsageAnalysis.filled(row)
      }
      total = UsageAnalysis.sum(rows)
      total.users = found.users
    case .nas, .pool:
      rows = try figures().rows.map { group, row in
        var row = UsageAnalysis.filled(row)
        row.name = group.name
        return row
      }
      var whole = request
      whole.by = .month
      whole.zone = ZoneOffsets()
      total = try UsageAnalysis(whole, store: store).report().total
    case .user:
      rows = try users()
      total = UsageAnalysis.sum(rows)
    case .cause:
      rows = try causes()
      total = UsageAnalysis.sum(rows)
      total.ended = nil
    }
    if !request.by.isTime {
      rows.sort {
        ($1.inputOctets &+ $1.outputOctets, $1.sessions, $0.name) < (
          $0.inputOctets &+ $0.outputOctets, $0.sessions, $1.name
        )
      }
    }
    return UsageReport(by: request.by, from: from, to: to, rows: rows, total: total)
  }

  private static func filled(_ row: UsageRow) -> UsageRow {
    var row = row
    row.users = row.users ?? 0
    row.peak = row.peak ?? 0
    row.ended = row.ended ?? 0
    row.lost = row.lost ?? 0
    return row
  }

  /// Users are no sum, and are left to the caller.
  private static func sum(_ rows: [UsageRow]) -> UsageRow {
    var total = UsageRow(name: "total")
    var (length, count) = (0.0, 0.0)
    for row in rows {
      total.sessions += row.sessions
      total.seconds += row.seconds
      total.inputOctets &+= row.inputOctets
      total.outputOctets &+= row.outputOctets
      if let peak = row.peak { total.peak = max(total.peak ?? 0, peak) }
      if let ended = row.ended { total.ended = (total.ended ?? 0) + ended }
      if let lost = row.lost { total.lost = (total.lost ?? 0) + lost }
      let weight = Double(row.ended ?? row.sessions)
      length += (row.meanSeconds ?? 0) * weight
      count += weight
    }
    total.meanSeconds = count > 0 ? length / count : nil
    return total
  }

  /// By time, NAS and pool.
  private func figures() throws(StoreError) -> (rows: [Group: UsageRow], users: Int) {
    var rows: [Group: UsageRow] = [:]
    try countUsage(into: &rows)
    try countPeaks(into: &rows)
    for rollup in try store.rollups(query(.ending, keepsTime: true)) {
      guard let group = group(of: rollup.key) else { continue }
      var row = rows[group] ?? UsageRow(name: "")
      row.ended = (row.ended ?? 0) + rollup.counts[0]
      row.lost = (row.lost ?? 0) + rollup.counts[1]
      // The sum for now; the mean when all is counted.
      row.meanSeconds = (row.meanSeconds ?? 0) + Double(rollup.counts[2])
      rows[group] = row
    }
    for (group, row) in rows {
      if let sum = row.meanSeconds, let ended = row.ended {
        rows[group]?.meanSeconds = ended > 0 ? sum / Double(ended) : nil
      }
    }
    let users = try distinctUsers()
    for (group, count) in users.counts { rows[group, default: UsageRow(name: "")].users = count }
    return (rows, users.all)
  }

  private func causes() throws(StoreError) -> [UsageRow] {
    var query = query(.ending, keepsTime: false)
    query.keepsName = true
    return try store.rollups(query).map { rollup in
      var row = UsageRow(name: rollup.key.name)
      row.sessions = rollup.counts[0]
      row.lost = rollup.counts[1]
      row.seconds = rollup.counts[2]
      (row.inputOctets, row.outputOctets) = (rollup.counts[3], rollup.counts[4])
      row.meanSeconds = row.sessions > 0 ? Double(row.seconds) / Double(row.sessions) : nil
      return row
    }
  }

  func query(_ table: Rollup.Table, keepsTime: Bool) -> RollupQuery {
    var query = RollupQuery(table, from: from, to: to)
    query.nas = request.nas
    query.pool = request.pool
    query.keepsTime = keepsTime
    query.keepsNAS = request.by == .nas
    query.keepsPool = request.by == .pool
    return query
  }

  func group(of key: Rollup.Key) -> Group? {
    guard let span = spans.index(of: key.table.start(ofUnit: key.time)) else { return nil }
    return Group(span: span, name: request.by == .nas ? key.nas : request.by == .pool ? key.pool : "")
  }
}
