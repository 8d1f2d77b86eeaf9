import Accounting
import GRDB
import Storage

/// Makes tables of the version before into those of today, without the journal: what retention has cut off stays.
///
/// In version 4 the table `online` had a row to every minute, with the sessions that began and ended in it, and there was
/// none of users by quarter of an hour.
enum DerivedMigration {
  static let from = 4

  static func run(_ database: Database) throws {
    try database.inTransaction(.immediate) {
      try database.execute(sql: "ALTER TABLE online RENAME TO online4")
      try database.execute(sql: RollupRow.table(.online) + UserSlotRow.table)
      let minutes = (0..<Rollup.slotMinutes).map { minute in
        "sum(CASE time % \(Rollup.slotMinutes) WHEN \(minute) THEN begun - ended ELSE 0 END)"
      }
      try database.execute(
        sql: """
          INSERT INTO online SELECT time / \(Rollup.slotMinutes), nasid, poolid, 0, \(minutes.joined(separator: ", "))
          FROM online4 GROUP BY 1, 2, 3;
          DROP TABLE online4;
          """)
      try fillUserSlots(database)
      try database.execute(sql: "PRAGMA user_version = \(DerivedSchema.version)")
      return .commit
    }
  }

  /// Users of sessions that retention has let go of are known by day alone: they count in its first quarter.
  private static let starts = """
    WITH start(slot, nas, pool, user) AS (
      SELECT unixepoch(acctstarttime) / 900, nasid, poolid, n.id FROM radacct JOIN name n ON n.text = username),
    gone(slot, nas, pool, user, count) AS (
      SELECT d.time * 96, d.nasid, d.poolid, d.nameid, d.sessions - (
        SELECT count(*) FROM radacct JOIN name n ON n.text = username
        WHERE n.id = d.nameid AND nasid = d.nasid AND poolid = d.poolid
        AND unixepoch(acctstarttime) >= d.time * 86400 AND unixepoch(acctstarttime) < (d.time + 1) * 86400)
      FROM userday d)
    SELECT slot, nas, pool, user, count(*) FROM start GROUP BY 1, 2, 3, 4
    UNION ALL SELECT slot, nas, pool, user, count FROM gone WHERE count > 0
    ORDER BY 1, 2, 3, 4
    """

  private static func fillUserSlots(_ database: Database) throws {
    let select = try SQLiteStatement(database, starts, file: "the derived tables")
    let put = try SQLiteStatement(database, UserSlotRow.put, file: "the derived tables")
    var current: UserSlotRow?
    var users: [(number: Int64, count: Int64)] = []
    func finish() throws {
      guard let row = current else { return }
      var list = UserList()
      list.add(users)
      row.bind(to: put)
      put.bind(5, list.octets)
      try put.run()
      users.removeAll(keepingCapacity: true)
    }
    defer { select.reset() }
    while try select.step() {
      let row = UserSlotRow(
        time: select.number(0), nas: select.number(1), pool: select.number(2), user: select.number(3))
      if row != current {
        try finish()
        current = row
      }
      users.append((select.number(3), select.number(4)))
    }
    try finish()
  }
}
