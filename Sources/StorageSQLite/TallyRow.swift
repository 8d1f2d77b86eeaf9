import Storage
import Timebase

/// Tallies as rows of the table `leasetally`: one to a NAS, a day and a pool.
enum TallyRow {
  private static let counters = LeaseTallyCounter.allCases.map(\.column)
  private static let columns = (["day", "nas", "pool", "first", "doubtmax"] + counters).joined(separator: ", ")

  static let table = """
    CREATE TABLE leasetally(
      day INTEGER NOT NULL, nas TEXT NOT NULL, pool TEXT NOT NULL, first INTEGER NOT NULL, doubtmax INTEGER NOT NULL,
      \(counters.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")),
      PRIMARY KEY (day, nas, pool)) WITHOUT ROWID;
    """

  static let select = "SELECT \(columns) FROM leasetally WHERE day >= ? ORDER BY day, nas, pool"

  /// Adds to the row that is there.
  static let add = """
    INSERT INTO leasetally(\(columns)) VALUES (\(Array(repeating: "?", count: 5 + counters.count).joined(separator: ", ")))
    ON CONFLICT DO UPDATE SET first = min(first, excluded.first), doubtmax = max(doubtmax, excluded.doubtmax), \
    \(counters.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", "))
    """

  static func bind(_ tally: LeaseTally, to statement: SQLiteStatement) {
    statement.bind(1, tally.key.day)
    statement.bind(2, tally.key.nas)
    statement.bind(3, tally.key.pool)
    statement.bind(4, tally.first.milliseconds)
    statement.bind(5, tally.doubtMax)
    for (index, count) in tally.counts.enumerated() { statement.bind(Int32(6 + index), count) }
  }

  static func read(_ statement: SQLiteStatement) -> LeaseTally {
    var tally = LeaseTally(
      key: LeaseTally.Key(day: statement.number(0), nas: statement.text(1), pool: statement.text(2)),
      first: Timestamp(milliseconds: statement.number(3)))
    tally.doubtMax = statement.number(4)
    for index in tally.counts.indices { tally.counts[index] = statement.number(Int32(5 + index)) }
    return tally
  }
}
