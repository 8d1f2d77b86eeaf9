import Accounting
import Storage
import Timebase

extension DerivedReader {
  func rollups(_ query: RollupQuery) throws(StoreError) -> [Rollup] {
    try read { database in
      let statement = try SQLiteStatement(database, RollupRow.select(query), file: path)
      RollupRow.bind(query, to: statement)
      var rollups: [Rollup] = []
      try statement.forEachRow { () throws(StoreError) in
        let rollup = RollupRow.read(statement, query)
        if rollup.counts != SIMD8(repeating: 0) { rollups.append(rollup) }
      }
      return rollups.sorted { $0.key < $1.key }
    }
  }

  func eachSessionStart(from: Timestamp, to: Timestamp, _ body: (SessionStart) -> Void) throws(StoreError) {
    try read { database in
      let statement = try SQLiteStatement(
        database,
        """
        SELECT acctstarttime, username, n.text, p.text, acctsessiontime, acctinputoctets, acctoutputoctets
        FROM radacct LEFT JOIN name n ON n.id = nasid LEFT JOIN name p ON p.id = poolid
        WHERE acctstarttime >= ? AND acctstarttime < ? ORDER BY acctstarttime
        """, file: path)
      statement.bind(1, SQLTime.text(from.advanced(byMilliseconds: 999)))
      statement.bind(2, SQLTime.text(to.advanced(byMilliseconds: 999)))
      try statement.forEachRow { () throws(StoreError) in
        body(
          SessionStart(
            start: SQLTime.time(statement.text(0)) ?? from, user: statement.text(1), nas: statement.text(2),
            pool: statement.text(3), seconds: statement.number(4), inputOctets: statement.number(5),
            outputOctets: statement.number(6)))
      }
    }
  }
}
