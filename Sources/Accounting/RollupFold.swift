import Timebase

/// What a change of a session's row means for the rollups.
///
/// All figures but octets by time are those of the rows themselves: what a row said before is taken back, and what it says
/// now is added, so that late records, reopened sessions and corrected starts count right. Octets by time are counted when
/// they are reported.
enum RollupFold {
  /// `before`: nil for a new row. `time`: the record's that changed the row.
  static func apply<Table: SessionTable>(
    before: AccountingSession?, after: AccountingSession, at time: Timestamp, to table: inout Table
  ) throws(Table.Failure) {
    let isMoved = before?.pool != after.pool || before?.nas != after.nas
    if before == nil || isMoved || before?.start != after.start {
      if let before { try table.add(begun(before, -1), step(before, before.start, -1)) }
      try table.add(begun(after, 1), step(after, after.start, 1))
    }
    if before == nil || isMoved || before?.start != after.start || before?.user != after.user {
      if let before { try table.add(started(before, -1)) }
      try table.add(started(after, 1))
    }
    if isMoved || before?.stop != after.stop {
      if let before, let stop = before.stop { try table.add(ended(before, stop, -1), step(before, stop, 1)) }
      if let stop = after.stop { try table.add(ended(after, stop, 1), step(after, stop, -1)) }
    }
    try replace(before.flatMap(ending), by: ending(after), in: &table)
    try replace(before.map(user), by: user(after), in: &table)
    let input = Rollup.octets(after.inputOctets) - Rollup.octets(before?.inputOctets)
    let output = Rollup.octets(after.outputOctets) - Rollup.octets(before?.outputOctets)
    if input != 0 || output != 0 {
      try table.add(Rollup(key: key(after, .usage, time), counts: Rollup.Counts(0, 0, 0, 0, input, output)))
    }
  }

  private static func key(_ row: AccountingSession, _ table: Rollup.Table, _ time: Timestamp, _ name: String = "")
    -> Rollup.Key
  {
    Rollup.Key(table: table, time: table.unit(of: time), nas: row.nas, pool: row.pool, name: name)
  }

  /// Seconds from `time` to the end of its quarter of an hour.
  private static func rest(_ time: Timestamp) -> Int64 {
    let slot = Rollup.Table.usage.unit(of: time)
    return time.milliseconds(to: Rollup.Table.usage.start(ofUnit: slot + 1)) / 1000
  }

  private static func begun(_ row: AccountingSession, _ sign: Int64) -> Rollup {
    Rollup(key: key(row, .usage, row.start), counts: Rollup.Counts(sign, 0, sign * rest(row.start)))
  }

  private static func ended(_ row: AccountingSession, _ stop: Timestamp, _ sign: Int64) -> Rollup {
    Rollup(key: key(row, .usage, stop), counts: Rollup.Counts(0, sign, 0, sign * rest(stop)))
  }

  /// One more, or one less, online from the minute of `time` on.
  private static func step(_ row: AccountingSession, _ time: Timestamp, _ sign: Int64) -> Rollup {
    var counts = Rollup.Counts.zero
    counts[Rollup.slotMinutes - 1 - Int((rest(time) - 1) / 60)] = sign
    return Rollup(key: key(row, .online, time), counts: counts)
  }

  private static func started(_ row: AccountingSession, _ sign: Int64) -> Rollup {
    Rollup(key: key(row, .userslot, row.start, row.user), counts: Rollup.Counts(sign))
  }

  private static func ending(_ row: AccountingSession) -> Rollup? {
    guard let stop = row.stop else { return nil }
    return Rollup(
      key: key(row, .ending, stop, row.terminateCause),
      counts: Rollup.Counts(
        1, row.isClosedByServer ? 1 : 0, Int64(row.sessionTime ?? 0), Rollup.octets(row.inputOctets),
        Rollup.octets(row.outputOctets)))
  }

  private static func user(_ row: AccountingSession) -> Rollup {
    Rollup(
      key: key(row, .userday, row.start, row.user),
      counts: Rollup.Counts(
        1, Int64(row.sessionTime ?? 0), Rollup.octets(row.inputOctets), Rollup.octets(row.outputOctets)))
  }

  private static func replace<Table: SessionTable>(_ old: Rollup?, by new: Rollup?, in table: inout Table)
    throws(Table.Failure)
  {
    guard old != new else { return }
    if let old, let new, old.key == new.key {
      return try table.add(Rollup(key: new.key, counts: new.counts &- old.counts))
    }
    if let old { try table.add(Rollup(key: old.key, counts: Rollup.Counts.zero &- old.counts)) }
    if let new { try table.add(new) }
  }
}

extension SessionTable {
  fileprivate mutating func add(_ first: Rollup, _ second: Rollup) throws(Failure) {
    try add(first)
    try add(second)
  }
}
