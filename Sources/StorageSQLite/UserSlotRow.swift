/// A part of the table `userslot`: the users of a quarter of an hour, of one NAS and pool, whose numbers lie together.
struct UserSlotRow: Hashable, Comparable {
  /// Users to a row, so that a row stays short where there are many.
  private static let partSize: Int64 = 8_192

  let time: Int64
  let nas: Int64
  let pool: Int64
  let part: Int64

  init(time: Int64, nas: Int64, pool: Int64, user: Int64) {
    self.time = time
    self.nas = nas
    self.pool = pool
    part = user / UserSlotRow.partSize
  }

  init(_ slot: RollupSlot) { self.init(time: slot.time, nas: slot.nas, pool: slot.pool, user: slot.name) }

  static let table = """
    CREATE TABLE userslot(
      time INTEGER NOT NULL, nasid INTEGER NOT NULL, poolid INTEGER NOT NULL, part INTEGER NOT NULL, users BLOB NOT NULL,
      PRIMARY KEY (time, nasid, poolid, part)) WITHOUT ROWID;
    """
  static let select = "SELECT users FROM userslot WHERE time = ? AND nasid = ? AND poolid = ? AND part = ?"
  static let put = "INSERT OR REPLACE INTO userslot(time, nasid, poolid, part, users) VALUES (?, ?, ?, ?, ?)"

  static func < (left: UserSlotRow, right: UserSlotRow) -> Bool {
    (left.time, left.nas, left.pool, left.part) < (right.time, right.nas, right.pool, right.part)
  }

  func bind(to statement: SQLiteStatement) {
    statement.bind(1, time)
    statement.bind(2, nas)
    statement.bind(3, pool)
    statement.bind(4, part)
  }
}
