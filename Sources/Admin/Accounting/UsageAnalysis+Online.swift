internal import Accounting
internal import Storage
internal import Timebase

/// How many were online, for how long, and what they moved.
extension UsageAnalysis {
  /// Sessions online just before the report's span, by group.
  private func onlineBefore() throws(StoreError) -> [String: Int64] {
    var query = query(.usage, keepsTime: false)
    (query.from, query.to) = (nil, from)
    var online: [String: Int64] = [:]
    for rollup in try store.rollups(query) {
      let name = request.by == .nas ? rollup.key.nas : request.by == .pool ? rollup.key.pool : ""
      online[name, default: 0] += rollup.counts[0] - rollup.counts[1]
    }
    return online
  }

  /// Sessions begun, octets, and the time online: of those that were online before a quarter of an hour all of it, of those
  /// that began in it what was left of it, less what was left of it when others ended.
  func countUsage(into rows: inout [Group: UsageRow]) throws(StoreError) {
    var online = try onlineBefore()
    var slots: [String: [Int64: Rollup.Counts]] = [:]
    for name in online.keys { slots[name] = [:] }
    for rollup in try store.rollups(query(.usage, keepsTime: true)) {
      let name = request.by == .nas ? rollup.key.nas : request.by == .pool ? rollup.key.pool : ""
      slots[name, default: [:]][rollup.key.time] = rollup.counts
    }
    let table = Rollup.Table.usage
    let end = min(to, max(from, request.now))
    for (name, figures) in slots {
      var running = online.removeValue(forKey: name) ?? 0
      var hint = 0
      for slot in table.unit(of: from)..<table.unit(of: to) {
        let counts = figures[slot] ?? .zero
        let start = table.start(ofUnit: slot)
        guard running != 0 || counts != .zero, let span = spans.index(of: start, hint: hint)
        else { continue }
        hint = span
        // What is still to come of the quarter, nobody has been online in.
        let length = min(Rollup.slotSeconds, max(0, start.milliseconds(to: end) / 1000))
        let cut = Rollup.slotSeconds - length
        var row = rows[Group(span: span, name: name)] ?? UsageRow(name: "")
        row.sessions += counts[0]
        row.seconds += running * length + (counts[2] - counts[0] * cut) - (counts[3] - counts[1] * cut)
        row.inputOctets &+= counts[4]
        row.outputOctets &+= counts[5]
        rows[Group(span: span, name: name)] = row
        running += counts[0] - counts[1]
      }
    }
  }

  /// The most sessions online at the beginning of any minute.
  func countPeaks(into rows: inout [Group: UsageRow]) throws(StoreError) {
    var peaks: [Group: Int64] = [:]
    func see(_ running: Int64, _ group: Group) { peaks[group] = max(peaks[group] ?? 0, running) }
    var online = try onlineBefore()
    /// The span up to which a group's count has been looked at.
    var seen: [String: Int] = [:]
    for (name, running) in online {
      see(running, Group(span: 0, name: name))
      seen[name] = 0
    }
    func goOn(_ name: String, to span: Int) {
      let last = seen[name] ?? 0
      if span > last { for number in (last + 1)...span { see(online[name] ?? 0, Group(span: number, name: name)) } }
      seen[name] = max(last, span)
    }
    var hint = 0
    for rollup in try store.rollups(query(.online, keepsTime: true)) {
      let name = request.by == .nas ? rollup.key.nas : request.by == .pool ? rollup.key.pool : ""
      let slot = rollup.key.table.start(ofUnit: rollup.key.time)
      guard let span = spans.index(of: slot, hint: hint) else { continue }
      hint = span
      goOn(name, to: span)
      // What began in a minute is seen at the beginning of the next: of the last one, where the span goes on after it.
      let isLast = rollup.key.table.start(ofUnit: rollup.key.time + 1) >= spans.edges[span + 1]
      var running = online[name] ?? 0
      var peak = peaks[Group(span: span, name: name)] ?? 0
      for minute in 0..<Rollup.slotMinutes {
        running += rollup.counts[minute]
        if minute < Rollup.slotMinutes - 1 || !isLast { peak = max(peak, running) }
      }
      online[name] = running
      peaks[Group(span: span, name: name)] = peak
    }
    let last = spans.index(of: min(max(request.now, from), to.advanced(byMilliseconds: -1))) ?? 0
    for name in online.keys { goOn(name, to: last) }
    for (group, peak) in peaks where peak > 0 || rows[group] != nil {
      rows[group, default: UsageRow(name: "")].peak = peak
    }
  }
}
