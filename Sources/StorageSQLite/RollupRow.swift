import Accounting
import Storage

/// Rollups as rows of the tables of their names.
enum RollupRow {
  /// `name` is the user or the cause; 0 in the tables that keep neither.
  static func table(_ table: Rollup.Table) -> String {
    if table == .userslot { return UserSlotRow.table }
    return """
      CREATE TABLE \(table.name)(
        time INTEGER NOT NULL, nasid INTEGER NOT NULL, poolid INTEGER NOT NULL, nameid INTEGER NOT NULL,
        \(table.columns.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")),
        PRIMARY KEY (time, \(table == .userday ? "nameid, nasid, poolid" : "nasid, poolid, nameid"))) WITHOUT ROWID;
      """
  }

  /// Adds to the row that is there.
  static func add(_ table: Rollup.Table) -> String {
    """
    INSERT INTO \(table.name)(time, nasid, poolid, nameid, \(table.columns.joined(separator: ", ")))
    VALUES (?, ?, ?, ?\(String(repeating: ", ?", count: table.columns.count)))
    ON CONFLICT DO UPDATE SET \(table.columns.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", "))
    """
  }

  /// The statement that answers `query`. Its parameters are those of ``bind(_:to:)``.
  static func select(_ query: RollupQuery) -> String {
    let columns = query.table.columns
    func key(_ column: String, _ isKept: Bool) -> String { isKept ? "r.\(column)" : "0" }
    let keys = [
      key("time", query.keepsTime), key("nasid", query.keepsNAS), key("poolid", query.keepsPool),
      key("nameid", query.keepsName),
    ]
    let (from, to) = query.units
    var conditions: [String] = []
    if from != nil { conditions.append("r.time >= ?1") }
    if to != nil { conditions.append("r.time < ?2") }
    for (column, text, parameter) in [("nasid", query.nas, 3), ("poolid", query.pool, 4), ("nameid", query.name, 5)]
    where text != nil {
      conditions.append("r.\(column) = (SELECT id FROM name WHERE text = ?\(parameter))")
    }
    let constraint = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
    return """
      SELECT s.time, coalesce(n.text, ''), coalesce(p.text, ''), coalesce(m.text, ''), \
      \(columns.map { "s.\($0)" }.joined(separator: ", ")) FROM (
        SELECT \(zip(keys, ["time", "nasid", "poolid", "nameid"]).map { "\($0) AS \($1)" }.joined(separator: ", ")), \
      \(columns.map { "sum(r.\($0)) AS \($0)" }.joined(separator: ", "))
        FROM \(query.table.name) r\(constraint) GROUP BY 1, 2, 3, 4
      ) s LEFT JOIN name n ON n.id = s.nasid LEFT JOIN name p ON p.id = s.poolid LEFT JOIN name m ON m.id = s.nameid
      """
  }

  static func bind(_ query: RollupQuery, to statement: SQLiteStatement) {
    let (from, to) = query.units
    if let from { statement.bind(1, from) }
    if let to { statement.bind(2, to) }
    if let nas = query.nas { statement.bind(3, nas) }
    if let pool = query.pool { statement.bind(4, pool) }
    if let name = query.name { statement.bind(5, name) }
  }

  static func bind(_ slot: RollupSlot, _ counts: Rollup.Counts, to statement: SQLiteStatement) {
    statement.bind(1, slot.time)
    statement.bind(2, slot.nas)
    statement.bind(3, slot.pool)
    statement.bind(4, slot.name)
    for index in slot.table.columns.indices { statement.bind(Int32(5 + index), counts[index]) }
  }

  static func read(_ statement: SQLiteStatement, _ query: RollupQuery) -> Rollup {
    let key = Rollup.Key(
      table: query.table, time: statement.number(0), nas: statement.text(1), pool: statement.text(2),
      name: statement.text(3))
    var counts = Rollup.Counts.zero
    for index in query.table.columns.indices { counts[index] = statement.number(Int32(4 + index)) }
    return Rollup(key: key, counts: counts)
  }
}
